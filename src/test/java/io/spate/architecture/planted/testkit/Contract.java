package io.spate.architecture.planted.testkit;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** May use both, and wait for a bounded time. */
public abstract class Contract {
    @Test
    void ends() {
        Assertions.assertThat(System.nanoTime()).isNotZero();
    }
}
