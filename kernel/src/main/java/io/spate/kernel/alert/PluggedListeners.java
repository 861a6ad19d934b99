package io.spate.kernel.alert;

import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.AlertListener;
import io.spate.kernel.extension.ExtensionListener;
import io.spate.kernel.extension.Handle;
import io.spate.kernel.extension.Registered;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Lets the alert listeners that plugins contribute hear the bus, while the plugins run. */
public final class PluggedListeners implements ExtensionListener<AlertListener> {
    private final AlertBus bus;
    private final Map<Registered<AlertListener>, Handle> handles = new ConcurrentHashMap<>();

    public PluggedListeners(AlertBus bus) {
        this.bus = bus;
    }

    @Override
    public void onAdded(Registered<AlertListener> listener) {
        Set<AlertCategory> categories = listener.call(
                "AlertListener.categories", callee -> Set.copyOf(callee.categories()), Set.<AlertCategory>of());
        handles.put(listener, bus.listen(new Guarded(categories, listener)));
    }

    @Override
    public Future<Void> onRemoved(Registered<AlertListener> listener) {
        Handle handle = handles.remove(listener);
        if (handle != null) {
            handle.close();
        }
        return Future.succeededFuture();
    }

    private record Guarded(Set<AlertCategory> categories, Registered<AlertListener> listener) implements AlertListener {
        @Override
        public void onAlert(Alert alert) {
            listener.run("AlertListener.onAlert", callee -> callee.onAlert(alert));
        }
    }
}
