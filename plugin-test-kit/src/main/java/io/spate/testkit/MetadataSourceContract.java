package io.spate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.InfoHash;
import io.spate.api.InfoHashes;
import io.spate.api.metadata.MetadataFetch;
import io.spate.api.metadata.MetadataSink;
import io.spate.api.metadata.MetadataSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link MetadataSource} keeps to. A plugin's test extends this and says how to make the source, and how somebody
 * comes who has an info dictionary.
 */
public abstract class MetadataSourceContract {
    private static final long CALL_BOUND_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private FakePluginContext context;
    private MetadataSource source;

    /** The context to test in, with the settings that the source needs. Closed by this class. */
    protected abstract FakePluginContext context();

    /** The source under test. Called once a test. */
    protected abstract MetadataSource source(FakePluginContext context);

    /** Opens a fetch; by default as the kernel does it. For sources that need more to be open before. */
    protected MetadataFetch open(MetadataSource opened, FakeTorrent torrent, MetadataSink sink) {
        return opened.open(torrent, sink).orElseThrow();
    }

    /**
     * Somebody comes whom the source can ask, and answers all that he is asked, now and as time passes, as if these bytes were
     * the torrent's info dictionary. Called on the torrent's loop.
     */
    protected abstract void answer(FakeTorrent torrent, byte[] info);

    @BeforeEach
    final void makeTheSource() {
        context = context();
        source = source(context);
    }

    @AfterEach
    final void closeTheContext() {
        context.close();
    }

    @Test
    void hasAStableNameInLowerCase() {
        assertThat(source.name()).matches("[a-z][a-z0-9_-]*").isEqualTo(source.name());
    }

    @Test
    void offersWhatItFetchedByteForByte() {
        for (int length : new int[] {1, 16 * 1024, 16 * 1024 + 1, 100_000}) {
            byte[] info = info(length);
            FakeTorrent torrent = torrent(info);
            RecordingMetadataSink sink = new RecordingMetadataSink(torrent.infoHashes());
            MetadataFetch fetch = opened(torrent, sink);
            answered(torrent, info);
            assertThat(sink.offered()).as("%s bytes", length).hasSize(1);
            assertThat(sink.offered().get(0)).isEqualTo(info);
            closed(fetch, sink);
        }
    }

    @Test
    void goesOnAfterItOfferedWhatWasWrong() {
        byte[] info = info(40_000);
        FakeTorrent torrent = torrent(info);
        RecordingMetadataSink sink = new RecordingMetadataSink(torrent.infoHashes());
        MetadataFetch fetch = opened(torrent, sink);
        answered(torrent, info(40_001));
        answered(torrent, info);
        assertThat(sink.hasRightOne()).isTrue();
        closed(fetch, sink);
    }

    @Test
    void offersNothingAfterTheClose() {
        byte[] info = info(40_000);
        FakeTorrent torrent = torrent(info);
        RecordingMetadataSink sink = new RecordingMetadataSink(torrent.infoHashes());
        closed(opened(torrent, sink), sink);
        answered(torrent, info);
        assertThat(sink.offered()).isEmpty();
    }

    @Test
    void leavesNoTimerBehind() {
        byte[] info = info(40_000);
        int before = context.time().pendingTimers();
        FakeTorrent torrent = torrent(info);
        RecordingMetadataSink sink = new RecordingMetadataSink(torrent.infoHashes());
        MetadataFetch fetch = opened(torrent, sink);
        answered(torrent, info);
        closed(fetch, sink);
        context.time().advance(Duration.ofMinutes(2));
        context.time().await("the last timer", () -> context.time().pendingTimers() <= before);
    }

    @Test
    void keepsTorrentsApart() {
        byte[] info = info(40_000);
        FakeTorrent torrent = torrent(info);
        FakeTorrent other = torrent(info(50_000));
        RecordingMetadataSink sink = new RecordingMetadataSink(torrent.infoHashes());
        RecordingMetadataSink otherSink = new RecordingMetadataSink(other.infoHashes());
        MetadataFetch fetch = opened(torrent, sink);
        MetadataFetch otherFetch = opened(other, otherSink);
        answered(torrent, info);
        assertThat(sink.hasRightOne()).isTrue();
        assertThat(otherSink.offered()).isEmpty();
        closed(fetch, sink);
        closed(otherFetch, otherSink);
    }

    private MetadataFetch opened(FakeTorrent torrent, RecordingMetadataSink sink) {
        return call(() -> open(source, torrent, sink));
    }

    private void answered(FakeTorrent torrent, byte[] info) {
        call(() -> {
            answer(torrent, info);
            return true;
        });
        context.time().advance(Duration.ofSeconds(5));
    }

    private void closed(MetadataFetch fetch, RecordingMetadataSink sink) {
        sink.close();
        call(() -> {
            fetch.close();
            return true;
        });
    }

    /** A call as the kernel makes it: on the torrent's loop, which must not be blocked. */
    private <T> T call(Supplier<T> call) {
        List<T> results = new ArrayList<>();
        context.time().run(() -> {
            long start = System.nanoTime();
            results.add(call.get());
            assertThat(System.nanoTime() - start).as("nanoseconds on the loop").isLessThan(CALL_BOUND_NANOS);
        });
        return results.get(0);
    }

    private static byte[] info(int length) {
        byte[] info = new byte[length];
        new Random(length).nextBytes(info);
        return info;
    }

    private static FakeTorrent torrent(byte[] info) {
        return new FakeTorrent(InfoHashes.v1(InfoHash.v1Of(info))).withStatus(FakeTorrent.withoutMetadata());
    }
}
