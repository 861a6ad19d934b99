package io.spate.kernel.extension;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Optional;

/** As the virtual machine counts. Its beans are loaded by the first question: a start does not wait for them. */
public final class JvmThreadMeter implements ThreadMeter {
    private static final class Bean {
        private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
        private static final boolean MEASURES =
                THREADS.isCurrentThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();
    }

    @Override
    public Optional<ThreadWork> now() {
        if (!Bean.MEASURES) {
            return Optional.empty();
        }
        try {
            ThreadInfo info = Bean.THREADS.getThreadInfo(Thread.currentThread().getId());
            return Optional.ofNullable(info)
                    .map(known -> new ThreadWork(
                            Bean.THREADS.getCurrentThreadCpuTime(), known.getWaitedCount() + known.getBlockedCount()));
        } catch (UnsupportedOperationException e) { // a virtual thread, of an embedder that calls a service
            return Optional.empty();
        }
    }
}
