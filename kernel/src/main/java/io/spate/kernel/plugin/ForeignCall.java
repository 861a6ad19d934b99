package io.spate.kernel.plugin;

import io.spate.kernel.extension.Thrown;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a plugin's code that may take its time on a thread made for it, and waits for that long and no longer. A thread that
 * does not come back is interrupted and left behind; one bad plugin never hinders the others.
 */
final class ForeignCall {
    private ForeignCall() {}

    /** @param doing for people: {@code start} */
    static <T> T run(String plugin, String doing, Duration atMost, Callable<T> call) throws PluginRefusal {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(task, "spate-plugin-" + plugin + "-" + doing);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(Math.max(1, atMost.toMillis()), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            Thrown.rethrowIfFatal(cause);
            throw cause instanceof PluginRefusal refusal
                    ? refusal
                    : new PluginRefusal("it failed in its " + doing + ": " + Thrown.text(cause), cause);
        } catch (TimeoutException e) {
            task.cancel(true);
            throw new PluginRefusal("its " + doing + " took more than " + atMost.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            task.cancel(true);
            throw new PluginRefusal("its " + doing + " was interrupted");
        }
    }
}
