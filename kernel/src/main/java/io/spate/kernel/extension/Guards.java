package io.spate.kernel.extension;

import io.spate.api.alert.Alerts;
import io.spate.kernel.settings.PluginHostSettings;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Makes the guard of each owner. */
public final class Guards {
    private final PluginHostSettings settings;
    private final Alerts alerts;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final WatchedThreads threads;

    /** @param nanoTime a clock that only goes forward, safe from any thread */
    public Guards(
            PluginHostSettings settings, Alerts alerts, Clock clock, LongSupplier nanoTime, ThreadMeter threadMeter) {
        this.settings = settings;
        this.alerts = alerts;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.threads = new WatchedThreads(threadMeter, nanoTime, settings.faultWindow());
    }

    /** With nothing known of threads, for virtual time. */
    public Guards(PluginHostSettings settings, Alerts alerts, Clock clock, LongSupplier nanoTime) {
        this(settings, alerts, clock, nanoTime, ThreadMeter.NONE);
    }

    /** The clock that calls are measured by. */
    public LongSupplier nanoTime() {
        return nanoTime;
    }

    /** For what the kernel or the embedder contributes: its faults are told and logged, and that is all. */
    public Guard ofKernel() {
        return of(Extensions.KERNEL, reason -> {});
    }

    /**
     * For one start of a plugin.
     *
     * @param onTooMany called once, on the thread of the last fault, when {@code spate.plugin-host.max-faults} came within
     *     {@code fault-window}; gets the reason for people; must not block
     */
    public Guard of(String owner, Consumer<String> onTooMany) {
        return new Guard(
                owner,
                new Faults(owner, settings, alerts, clock, nanoTime, onTooMany),
                new CallTimes(settings.slowCall(), nanoTime, threads));
    }
}
