package io.spate.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import io.netty.buffer.Unpooled;
import io.netty.util.ResourceLeakDetector;
import io.spate.kernel.buffer.BufferPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** That the watch sees what it is there for. */
class LeakWatchTest {
    private final LeakWatch watch = new LeakWatch();
    private final Logger detector = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);

    @BeforeEach
    void watchTheDetectorAlone() {
        detector.setAdditive(false);
        watch.watch(detector);
    }

    @AfterEach
    void leaveTheDetector() {
        detector.detachAppender(watch);
        detector.setAdditive(true);
    }

    @Test
    void seesABufferThatNobodyReleased() throws Exception {
        Unpooled.directBuffer(100).writeInt(1);
        LeakWatch.tellOfLeaks();
        assertThat(watch.errors()).anyMatch(line -> line.contains("LEAK: ByteBuf"));
    }

    @Test
    void seesMemoryThatNeverCameBackToItsPool() throws Exception {
        new BufferPool(1000).acquire(100).orElseThrow().writeInt(1);
        LeakWatch.tellOfLeaks();
        assertThat(watch.errors()).anyMatch(line -> line.contains("LEAK: PooledBuffer"));
    }
}
