package io.spate.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.Unpooled;
import io.spate.kernel.buffer.BufferPool;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Fails a test class during which something was logged as an error: a defect of the engine, or a buffer that nobody released,
 * as Netty's leak detector tells after a collection.
 */
final class LeakWatch extends AppenderBase<ILoggingEvent> implements BeforeAllCallback, AfterAllCallback {
    private final List<String> errors = new CopyOnWriteArrayList<>();

    @Override
    public void beforeAll(ExtensionContext context) {
        watch(root());
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        tellOfLeaks();
        root().detachAppender(this);
        assertThat(errors).as("logged as errors").isEmpty();
    }

    void watch(Logger logger) {
        setContext(logger.getLoggerContext());
        start();
        logger.addAppender(this);
    }

    List<String> errors() {
        return errors;
    }

    /** Has what leaked so far logged. */
    static void tellOfLeaks() throws InterruptedException {
        collect();
        // What the first found is queued for the detectors at the latest when the second's finds are.
        collect();
        // Each detector tells of earlier leaks when it meets the next buffer.
        Unpooled.directBuffer(1).release();
        new BufferPool(1).acquire(1).orElseThrow().release();
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
            errors.add(event.getLoggerName() + ": " + event.getFormattedMessage());
        }
    }

    private static void collect() throws InterruptedException {
        ReferenceQueue<Object> collected = new ReferenceQueue<>();
        PhantomReference<Object> garbage = new PhantomReference<>(new Object(), collected);
        System.gc();
        assertThat(collected.remove(TimeUnit.SECONDS.toMillis(10)))
                .as("what the collector found")
                .isSameAs(garbage);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
