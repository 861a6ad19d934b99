package io.spate.architecture.planted.kernel.net;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/** May do all that it does. */
public final class Transport {
    long now() {
        return System.nanoTime();
    }

    RandomGenerator random() {
        return new SecureRandom();
    }

    VertxInternal vertx() {
        return (VertxInternal) Vertx.vertx();
    }
}
