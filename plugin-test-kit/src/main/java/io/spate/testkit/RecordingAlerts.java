package io.spate.testkit;

import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.Alerts;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the alerts that were posted. Wants every category unless told otherwise. Safe from any thread. */
public final class RecordingAlerts implements Alerts {
    private final List<Alert> posted = new CopyOnWriteArrayList<>();
    private volatile Set<AlertCategory> wanted = EnumSet.allOf(AlertCategory.class);

    public RecordingAlerts wanting(Set<AlertCategory> categories) {
        wanted = Set.copyOf(categories);
        return this;
    }

    @Override
    public boolean wants(AlertCategory category) {
        return wanted.contains(category);
    }

    @Override
    public void post(Alert alert) {
        posted.add(alert);
    }

    public List<Alert> posted() {
        return List.copyOf(posted);
    }

    /** The alerts of one kind, oldest first. */
    public <A extends Alert> List<A> of(Class<A> kind) {
        return posted.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
