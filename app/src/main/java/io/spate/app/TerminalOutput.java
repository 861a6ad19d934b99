package io.spate.app;

import java.io.PrintStream;
import java.util.function.IntSupplier;

/** Lines above, and one line of progress below, which is drawn again and again. */
final class TerminalOutput implements Output {
    /** To the end of the line. */
    private static final String ERASE = "\u001b[K";

    private final PrintStream out;
    private final PrintStream err;
    private final IntSupplier columns;
    private String drawn = "";

    /** @param columns of the terminal, now */
    TerminalOutput(PrintStream out, PrintStream err, IntSupplier columns) {
        this.out = out;
        this.err = err;
        this.columns = columns;
    }

    @Override
    public synchronized void line(String text) {
        print(out, text);
    }

    @Override
    public synchronized void warn(String text) {
        print(err, text);
    }

    /** Progress is drawn again when there is some: what was shown may be over. */
    private void print(PrintStream stream, String text) {
        erase();
        stream.println(text);
        stream.flush();
    }

    @Override
    public synchronized void progress(Progress progress) {
        // Not the last column: some terminals go on to the next line there.
        String next = ProgressLine.bar(progress, columns.getAsInt() - 1);
        if (!next.equals(drawn)) {
            erase();
            draw(next);
        }
    }

    /** The cursor goes back, so that a line of the log comes over it, not behind it. */
    private void draw(String text) {
        drawn = text;
        out.print(text + "\r");
        out.flush();
    }

    private void erase() {
        if (!drawn.isEmpty()) {
            out.print(ERASE);
            out.flush();
            drawn = "";
        }
    }

    @Override
    public synchronized void close() {
        erase();
    }
}
