package io.spate.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;

/**
 * Sets logback up, which finds this class as a service: warnings to standard error, as standard output belongs to the verbs, and
 * with {@code io.spate.log} more of our own. In code, since reading XML took a tenth of the time to start; whoever wants
 * a file of his own names it by {@code -Dlogback.configurationFile=FILE} in {@code SPATE_JAVA_OPTS}.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext loggers) {
        if (isLeftToTheUser()) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        loggers.getStatusManager().add(new NopStatusListener());
        loggers.getLogger("ROOT").setLevel(Level.WARN);
        loggers.getLogger("ROOT").addAppender(standardError(loggers));
        loggers.getLogger("io.spate").setLevel(Level.toLevel(System.getProperty("io.spate.log"), Level.WARN));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    static boolean isLeftToTheUser() {
        return System.getProperty("logback.configurationFile") != null;
    }

    private static ConsoleAppender<ILoggingEvent> standardError(LoggerContext loggers) {
        LogLine line = new LogLine();
        line.setContext(loggers);
        line.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(loggers);
        encoder.setLayout(line);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(loggers);
        appender.setName("stderr");
        appender.setTarget(ConsoleTarget.SystemErr.getName());
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
