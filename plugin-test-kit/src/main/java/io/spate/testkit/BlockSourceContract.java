package io.spate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.blocks.BlockSource;
import io.spate.api.blocks.TorrentBlocks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link BlockSource} keeps to. A plugin's test extends this and says how to make the source, and of which torrent it
 * has everything.
 */
public abstract class BlockSourceContract {
    private static final int PIECE_LENGTH = 32 * 1024;

    private final SampleTorrent sample = SampleTorrent.named("sample")
            .file("a", 70_000)
            .file("empty", 0)
            .file("folder/b", 1)
            .pad(28_303)
            .file("c d", 200_000)
            .build(PIECE_LENGTH, 7);

    private FakePluginContext context;
    private BlockSource source;

    /** The context to test in, with the settings that the source needs. Closed by this class. */
    protected abstract FakePluginContext context();

    /** The source under test. Called once a test. */
    protected abstract BlockSource source(FakePluginContext context);

    /** Makes the source have all of a torrent, and returns the torrent as the source knows it. */
    protected abstract FakeTorrent served(FakePluginContext context, SampleTorrent sample);

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
        assertThat(source.name()).matches("[a-z][a-z0-9-]*").isEqualTo(source.name());
    }

    @Test
    void hasNothingOfATorrentThatItDoesNotKnow() {
        FakeBlockSink sink = sink();
        List<Optional<TorrentBlocks>> opened = new ArrayList<>();
        context.time().run(() -> opened.add(source.open(FakeTorrent.ofSeed(99), sink)));
        assertThat(opened.get(0)).isEmpty();
        assertThat(sink.supplies()).isEmpty();
    }

    @Test
    void deliversWhatWasBookedByteForByte() {
        FakeBlockSink sink = sink();
        TorrentBlocks blocks = open(sink);
        work(blocks);
        context.time().await("all pieces", () -> sink.had().isFull());
        assertThat(sink.content()).isEqualTo(sample.data());
        close(blocks);
    }

    @Test
    void stopsWhenThereIsNoRoomAndGoesOnWhenThereIs() {
        FakeBlockSink sink = sink();
        TorrentBlocks blocks = open(sink);
        sink.supplies().forEach(supply -> supply.full(true));
        work(blocks);
        context.time().advance(Duration.ofSeconds(5));
        context.time().run(() -> sink.supplies().forEach(supply -> supply.full(false)));
        work(blocks);
        context.time().await("all pieces", () -> sink.had().isFull());
        assertThat(sink.content()).isEqualTo(sample.data());
        close(blocks);
    }

    @Test
    void leavesNoTimerWhenItIsClosedInTheMiddle() {
        FakeBlockSink sink = sink();
        TorrentBlocks blocks = open(sink);
        work(blocks);
        close(blocks);
        assertThat(context.time().pendingTimers()).isZero();
    }

    private FakeBlockSink sink() {
        return new FakeBlockSink(sample.layout(), context.time().loop());
    }

    private TorrentBlocks open(FakeBlockSink sink) {
        FakeTorrent torrent = served(context, sample);
        List<TorrentBlocks> opened = new ArrayList<>();
        context.time().run(() -> opened.add(source.open(torrent, sink).orElseThrow()));
        return opened.get(0);
    }

    private void work(TorrentBlocks blocks) {
        context.time().run(blocks::onWork);
    }

    private void close(TorrentBlocks blocks) {
        context.time().run(blocks::close);
    }
}
