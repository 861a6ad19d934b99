package io.spate.kernel.plugin;

import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.Alerts;

/** Alerts as one plugin posts them: nothing of its classes gets out after its stop. */
final class OwnedAlerts implements Alerts {
    private final Alerts alerts;
    private volatile boolean closed;

    OwnedAlerts(Alerts alerts) {
        this.alerts = alerts;
    }

    @Override
    public boolean wants(AlertCategory category) {
        return !closed && alerts.wants(category);
    }

    @Override
    public void post(Alert alert) {
        if (!closed) {
            alerts.post(alert);
        }
    }

    void close() {
        closed = true;
    }
}
