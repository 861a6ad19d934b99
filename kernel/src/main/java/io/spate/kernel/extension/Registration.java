package io.spate.kernel.extension;

import io.vertx.core.Future;
import java.util.List;

/** One extension in the registry. */
public interface Registration {
    /** The extension points at which it is found, never empty. */
    List<Class<?>> points();

    /**
     * Takes it out, at once for all who look it up.
     *
     * @return completes when no listener uses it any more
     */
    Future<Void> remove();

    /** Lets go of the object, so that its class can be collected. After {@link #remove}. */
    void letGo();
}
