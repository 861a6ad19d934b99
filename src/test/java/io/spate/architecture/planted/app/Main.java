package io.spate.architecture.planted.app;

import io.spate.architecture.planted.kernel.Session;
import io.spate.architecture.planted.kernel.SessionBuilder;
import java.util.Random;
import picocli.CommandLine;

/** May do all that it does. */
record Main(SessionBuilder builder, Session session, CommandLine line) {
    void demo() {
        System.out.println(System.nanoTime() + new Random().nextInt());
    }
}
