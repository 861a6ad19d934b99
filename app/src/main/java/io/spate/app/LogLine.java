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
    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder text = new StringBuilder(event.getFormattedMessage());
        if (event.getThrowableProxy() != null) {
            text.append(" | ").append(thrown(event.getThrowableProxy()));
        }
        return Time.FORMAT.format(LocalTime.ofInstant(event.getInstant(), ZoneId.systemDefault()))
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

    /** Made with the first line, which most runs never have. */
    private static final class Time {
        static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    }
}
