package io.spate.app;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.IntSupplier;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The width of the terminal that standard output is. Asked of the system no more than once a second: it starts a process. */
final class Screen implements IntSupplier {
    private static final int USUAL_COLUMNS = 80;
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Clock clock;
    private Terminal terminal;
    private boolean failed;
    private Instant readAt = Instant.MIN;
    private int columns = USUAL_COLUMNS;

    Screen(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized int getAsInt() {
        Instant now = clock.instant();
        if (!failed && now.isAfter(readAt.plus(FRESH))) {
            readAt = now;
            columns = read();
        }
        return columns;
    }

    private int read() {
        try {
            if (terminal == null) {
                terminal = open();
            }
            int width = terminal.getWidth();
            return width > 0 ? width : USUAL_COLUMNS;
        } catch (IOException | IllegalStateException e) {
            failed = true;
            return USUAL_COLUMNS;
        }
    }

    private static Terminal open() throws IOException {
        return TerminalBuilder.builder()
                .system(true)
                .systemOutput(TerminalBuilder.SystemOutput.SysOut)
                .dumb(false)
                // Else it would take Ctrl-C away from the JVM, and nothing would stop in order.
                .nativeSignals(false)
                .build();
    }
}
