package io.spate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.peer.PeerSearch;
import io.spate.api.peer.PeerSource;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link PeerSource} keeps to. A plugin's test extends this and says how to make the source, for which torrent it
 * finds a peer, and for which nobody answers.
 */
public abstract class PeerSourceContract {
    /** What the kernel grants a search when the session stops. */
    private static final Duration CLOSE_BOUND = Duration.ofSeconds(2);

    private static final long CALL_BOUND_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private FakePluginContext context;
    private PeerSource source;

    /** The context to test in, with the settings that the source needs. Closed by this class. */
    protected abstract FakePluginContext context();

    /** The source under test. Called once a test. */
    protected abstract PeerSource source(FakePluginContext context);

    /** A torrent of which the source finds at least one peer, at once or as time passes. */
    protected abstract FakeTorrent findable(FakePluginContext context);

    /** A torrent for which the source has something to do, but whoever it asks is silent. */
    protected abstract FakeTorrent unanswered(FakePluginContext context);

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
    void findsPeersWhileTheSearchIsOpen() {
        RecordingSink sink = new RecordingSink();
        PeerSearch search = open(findable(context), sink);
        untilFound(sink);
        close(search);
    }

    @Test
    void finishesItsCloseInTimeThoughNobodyAnswers() {
        PeerSearch search = open(unanswered(context), new RecordingSink());
        context.time().advance(Duration.ofSeconds(1));
        Future<Void> closed = call(search::close);
        context.time().advance(CLOSE_BOUND);
        context.time().await(closed);
    }

    @Test
    void finishesItsCloseInTimeAfterItFoundPeers() {
        RecordingSink sink = new RecordingSink();
        PeerSearch search = open(findable(context), sink);
        untilFound(sink);
        close(search);
    }

    @Test
    void tellsNothingAfterTheClose() {
        RecordingSink sink = new RecordingSink();
        PeerSearch search = open(findable(context), sink);
        untilFound(sink);
        close(search);
        int calls = sink.calls();
        context.time().advance(Duration.ofHours(3));
        assertThat(sink.calls()).isEqualTo(calls);
    }

    @Test
    void leavesNoTimerBehind() {
        int before = context.time().pendingTimers();
        List<PeerSearch> searches = new ArrayList<>();
        searches.add(open(findable(context), new RecordingSink()));
        searches.add(open(unanswered(context), new RecordingSink()));
        searches.forEach(this::close);
        context.time().advance(Duration.ofMinutes(2));
        context.time().await("the last timer", () -> context.time().pendingTimers() <= before);
    }

    @Test
    void keepsTorrentsApart() {
        RecordingSink first = new RecordingSink();
        RecordingSink second = new RecordingSink();
        PeerSearch one = open(findable(context), first);
        PeerSearch two = open(unanswered(context), second);
        untilFound(first);
        close(one);
        assertThat(second.found()).isEmpty();
        close(two);
    }

    @Test
    void opensAgainAfterAClose() {
        FakeTorrent torrent = findable(context);
        close(open(torrent, new RecordingSink()));
        RecordingSink sink = new RecordingSink();
        PeerSearch again = open(torrent, sink);
        untilFound(sink);
        close(again);
    }

    @Test
    void takesEveryNeedAndACompletion() {
        RecordingSink sink = new RecordingSink();
        FakeTorrent torrent = findable(context);
        PeerSearch search = open(torrent, sink);
        for (int need : List.of(50, 0, 1, 0, 100_000)) {
            call(() -> {
                search.onNeed(need);
                return null;
            });
        }
        untilFound(sink);
        torrent.withStatus(FakeTorrent.seeding(0, 1 << 20, 0));
        call(() -> {
            search.onCompleted();
            return null;
        });
        close(search);
    }

    private void untilFound(RecordingSink sink) {
        for (int minute = 0; minute < 60 && sink.found().isEmpty(); minute++) {
            awaitQuietly(sink);
            context.time().advance(Duration.ofSeconds(5));
        }
        assertThat(sink.found()).isNotEmpty();
    }

    /** Gives real sockets a moment without moving the virtual clock, so that no time-out strikes while they work. */
    private void awaitQuietly(RecordingSink sink) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        context.time().await("a peer", () -> !sink.found().isEmpty() || System.nanoTime() > end);
    }

    private PeerSearch open(FakeTorrent torrent, RecordingSink sink) {
        Optional<PeerSearch> search = call(() -> source.open(torrent, sink));
        assertThat(search).isPresent();
        return search.get();
    }

    private void close(PeerSearch search) {
        Future<Void> closed = call(search::close);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        context.time().await("the close", () -> closed.isComplete() || System.nanoTime() > end);
        context.time().advance(CLOSE_BOUND);
        context.time().await(closed);
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
}
