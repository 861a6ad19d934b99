package io.spate.app;

import java.time.Clock;

/** Where the process begins. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        StopSignal stop = StopSignal.installed();
        App app = new App(
                new KernelEngine(),
                System.out,
                System.err,
                Boolean.getBoolean("io.spate.terminal"),
                stop,
                Locations.ofProcess(),
                Clock.systemUTC());
        int status = new Verbs(app).run(arguments);
        System.out.flush();
        stop.finish(status);
        System.exit(status);
    }
}
