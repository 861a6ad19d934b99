package io.spate.kernel.extension;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Stands between the kernel and the code of one owner. Nothing that the owner throws passes, but for an error of the virtual
 * machine itself; a call that takes longer than {@code spate.plugin-host.slow-call} may count as a fault, too, see
 * {@link CallTimes}. Safe from any thread; costs two readings of the clock.
 */
public final class Guard {
    private final String owner;
    private final Faults faults;
    private final CallTimes times;

    Guard(String owner, Faults faults, CallTimes times) {
        this.owner = owner;
        this.faults = faults;
        this.times = times;
    }

    /** A plugin's id, or {@link Extensions#KERNEL}. */
    public String owner() {
        return owner;
    }

    /** How often it failed or was slow by its own fault, since it was started. */
    public long faultCount() {
        return faults.count();
    }

    /**
     * Calls the owner's code where it must not block.
     *
     * @param doing what is called, for alerts: {@code PeerSource.open}
     * @param fallback the answer if the call fails, or returns null; null where that is an answer
     */
    public <R> R call(String doing, Supplier<R> call, R fallback) {
        Optional<ThreadWork> before = times.threadWork();
        long start = times.nanoTime();
        try {
            R answer = call.get();
            if (answer == null && fallback != null) {
                faults.add(doing, "returned null (expected: an answer)");
                return fallback;
            }
            return answer;
        } catch (Throwable e) {
            Thrown.rethrowIfFatal(e);
            faults.add(doing, e);
            return fallback;
        } finally {
            faults.onReturn(doing, times.verdict(doing, start, before));
        }
    }

    /** {@link #call} without an answer. */
    public void run(String doing, Runnable call) {
        Optional<ThreadWork> before = times.threadWork();
        long start = times.nanoTime();
        try {
            call.run();
        } catch (Throwable e) {
            Thrown.rethrowIfFatal(e);
            faults.add(doing, e);
        } finally {
            faults.onReturn(doing, times.verdict(doing, start, before));
        }
    }

    /**
     * Calls the owner's code on a thread where it may block.
     *
     * @throws IOException as the owner throws it, which is no fault; or in place of anything else that it throws, which is one
     */
    public <T, R> R callBlocking(String doing, T extension, IoCall<? super T, R> call) throws IOException {
        try {
            return call.on(extension);
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            Thrown.rethrowIfFatal(e);
            faults.add(doing, e);
            throw new IOException(owner + " failed in " + doing + ": " + Thrown.text(e), e);
        }
    }

    /** Counts a fault that was not thrown: a broken contract. */
    public void fault(String doing, String what) {
        faults.add(doing, what);
    }
}
