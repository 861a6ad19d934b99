package io.spate.kernel.extension;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * An extension and whose it is. The kernel calls it only through here; what the extension made (a search, a protocol) is
 * called through {@link #guard}. Once it is removed, calls answer with their fallback, and it is no longer held.
 */
public final class Registered<T> {
    private final Guard guard;
    private final String name;
    private volatile T extension;

    Registered(Guard guard, T extension) {
        this.guard = guard;
        this.name = extension.getClass().getSimpleName();
        this.extension = extension;
    }

    /** A plugin's id, or {@link Extensions#KERNEL}. */
    public String owner() {
        return guard.owner();
    }

    public Guard guard() {
        return guard;
    }

    public boolean isRemoved() {
        return extension == null;
    }

    /** Calls it where it must not block; see {@link Guard#call}. */
    public <R> R call(String doing, Function<? super T, ? extends R> call, R fallback) {
        T callee = extension;
        return callee == null ? fallback : guard.call(doing, () -> call.apply(callee), fallback);
    }

    /** {@link #call} without an answer. */
    public void run(String doing, Consumer<? super T> call) {
        T callee = extension;
        if (callee != null) {
            guard.run(doing, () -> call.accept(callee));
        }
    }

    /** Calls it where it may block; see {@link Guard#callBlocking}. Fails when it was removed. */
    public <R> R callBlocking(String doing, IoCall<? super T, R> call) throws IOException {
        T callee = extension;
        if (callee == null) {
            throw new IOException(doing + ": plugin " + owner() + " was stopped");
        }
        return guard.callBlocking(doing, callee, call);
    }

    void letGo() {
        extension = null;
    }

    /** {@code TrackerSource of tracker}. */
    @Override
    public String toString() {
        return name + " of " + owner();
    }
}
