package io.spate.plugin.tracker;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What Vert.x logs as an error while this is open: nothing that a tracker does is one of ours. */
final class ErrorLog extends Handler {
    private final Logger logger = Logger.getLogger("io.vertx"); // held, or it is collected with its handler
    private final List<String> lines = new CopyOnWriteArrayList<>();

    ErrorLog() {
        logger.addHandler(this);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord record) {
        if (record.getLevel().intValue() >= Level.SEVERE.intValue()) {
            lines.add(record.getLoggerName() + ": " + record.getMessage());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
