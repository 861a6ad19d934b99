package io.spate.app;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LogbackServiceProvider;

/**
 * Logback, set up by {@link LogSetup} alone. Its own search for whoever sets it up reports each step to nobody, and costs some
 * fifty classes that the JVM makes at each start. The launcher names this class to SLF4J ({@code slf4j.provider}); without it
 * logback finds {@code LogSetup} by that search.
 */
public final class LogProvider extends LogbackServiceProvider {
    @Override
    public void initialize() {
        if (LogSetup.isLeftToTheUser()) {
            super.initialize();
            return;
        }
        LoggerContext loggers = (LoggerContext) getLoggerFactory();
        loggers.setName("default");
        loggers.setMDCAdapter(getMDCAdapter());
        new LogSetup().configure(loggers);
        loggers.start();
    }
}
