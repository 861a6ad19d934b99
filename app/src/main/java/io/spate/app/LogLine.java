package io.spate.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.LayoutBase;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Each event of the log is one line, safe to print; of an exception it tells what it is and where it was thrown. */
final class LogLine extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private final ZoneId zone = ZoneId.systemDefault();

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder text = new StringBuilder(event.getFormattedMessage());
        if (event.getThrowableProxy() != null) {
            text.append(" | ").append(thrown(event.getThrowableProxy()));
        }
        return TIME.format(LocalTime.ofInstant(event.getInstant(), zone))
                + (event.getLevel().toString().length() < 5 ? "  " : " ")
                + event.getLevel()
                + " "
                + event.getLoggerName()
                + " "
                + Printable.line(text.toString())
                + System.lineSeparator();
    }

    private static String thrown(IThrowableProxy throwable) {
        StackTraceElementProxy[] frames = throwable.getStackTraceElementProxyArray();
        String what = throwable.getMessage() == null ? "" : ": " + throwable.getMessage();
        return throwable.getClassName() + what + (frames.length == 0 ? "" : " " + frames[0].getSTEAsString());
    }
}
