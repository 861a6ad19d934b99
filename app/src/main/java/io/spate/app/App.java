package io.spate.app;

import java.io.PrintStream;
import java.time.Clock;

/**
 * What every verb works with.
 *
 * @param terminal whether standard output is one that can redraw a line
 */
record App(
        Engine engine,
        PrintStream out,
        PrintStream err,
        boolean terminal,
        StopSignal stop,
        Locations locations,
        Clock clock) {}
