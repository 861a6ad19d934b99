package io.spate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.spate.api.InfoHash;
import io.spate.api.Loop;
import io.spate.api.net.ConnectionUpgrade;
import io.spate.api.net.DialRequest;
import io.spate.api.net.LinkReceiver;
import io.spate.api.net.PeerLink;
import io.spate.api.net.Recognition;
import io.spate.api.net.TorrentIndex;
import io.spate.api.net.UpgradeRequest;
import io.spate.api.net.Upgraded;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ConnectionUpgrade} keeps to. A plugin's test extends this and says how to make two of them, one for each end,
 * which upgrade the links between them.
 */
public abstract class ConnectionUpgradeContract {
    private static final int GREETING = 68;
    private static final int LONG = 200_000;

    private FakePluginContext context;
    private FakeTorrent torrent;
    private ConnectionUpgrade dialler;
    private ConnectionUpgrade acceptor;

    /** The context to test in, with the settings that the upgrade needs. Closed by this class. */
    protected abstract FakePluginContext context();

    /** An upgrade under test. Called for each end of each connection. */
    protected abstract ConnectionUpgrade upgrade(FakePluginContext context);

    @BeforeEach
    final void makeTheEnds() {
        context = context();
        torrent = FakeTorrent.ofSeed(7);
        dialler = upgrade(context);
        acceptor = upgrade(context);
    }

    @AfterEach
    final void closeTheContext() {
        context.close();
    }

    @Test
    void hasAStableNameInLowerCase() {
        assertThat(dialler.name()).matches("[a-z][a-z0-9-]*").isEqualTo(acceptor.name());
    }

    @Test
    void makesOneKeyOfOneInfoHash() {
        InfoHash other = FakeTorrent.ofSeed(8).infoHashes().best();
        assertThat(dialler.key(hash())).isEqualTo(acceptor.key(hash())).isNotEqualTo(dialler.key(other));
    }

    @Test
    void recognisesWhatItsOtherEndBeginsWith() {
        LinkPair pair = new LinkPair(context.time(), LONG, 1);
        Ear ear = new Ear();
        pair.accepting().receiver(ear);
        pair.accepting().reading(true);
        upgrade(pair);
        context.time().await("the first bytes", () -> ear.bytes.isReadable());

        Recognition recognition = Recognition.NEED_MORE;
        for (int count = 1; count <= ear.bytes.readableBytes() && recognition == Recognition.NEED_MORE; count++) {
            ByteBuf first = ear.bytes.slice(0, count).asReadOnly();
            recognition = acceptor.recognises(first);
            assertThat(first.readableBytes()).isEqualTo(count);
        }
        assertThat(recognition).isEqualTo(Recognition.YES);
    }

    @Test
    void bringsTheEndsTogetherHoweverTheStreamIsCut() {
        for (int longest : new int[] {1, 2, 3, 7, 19, 20, 21, 95, 96, 97, 1000, LONG}) {
            Ends ends = connect(longest);
            assertThat(ends.acceptor.torrent().orElse(hash())).isEqualTo(hash());
            assertThat(ends.heard(GREETING)).isEqualTo(greeting());
        }
    }

    @Test
    void leavesTheLinksPaused() {
        LinkPair pair = new LinkPair(context.time(), LONG, 2);
        Future<Upgraded> dialled = upgrade(pair);
        Future<Upgraded> accepted = accept(pair, index(hash()));
        context.time().await("both ends", () -> dialled.isComplete() && accepted.isComplete());

        assertThat(pair.dialling().isReading()).isFalse();
        assertThat(pair.accepting().isReading()).isFalse();
        dialled.result().early().release();
        accepted.result().early().release();
    }

    @Test
    void carriesEveryByteBothWays() {
        Ends ends = connect(3000);
        ends.heard(GREETING);
        byte[] there = random(LONG, 3);
        byte[] back = random(LONG, 4);
        write(ends.dialler.link(), there);
        write(ends.acceptor.link(), back);

        assertThat(ends.heard(LONG)).isEqualTo(there);
        assertThat(ends.heardBack(LONG)).isEqualTo(back);
    }

    @Test
    void letsALinkMoveToAnotherLoop() {
        Ends ends = connect(100);
        ends.heard(GREETING);
        Loop elsewhere = context.time().newLoop();
        PeerLink link = ends.acceptor.link();
        on(link, () -> link.reading(false));
        context.time().await(call(link, () -> link.moveTo(elsewhere)));
        assertThat(link.loop()).isSameAs(elsewhere);
        on(link, () -> link.reading(true));
        byte[] after = random(1000, 5);
        write(ends.dialler.link(), after);

        assertThat(ends.heard(1000)).isEqualTo(after);
    }

    @Test
    void passesOnWhatWaitsAndThatItWentOut() {
        Ends ends = connect(LONG);
        ends.heard(GREETING);
        PeerLink link = ends.dialler.link();
        on(link, () -> ends.pair.dialling().stuck(true));
        write(link, random(1000, 6));
        assertThat(link.queuedBytes()).isGreaterThanOrEqualTo(1000);
        assertThat(ends.backEar.drained).isZero();

        on(link, () -> ends.pair.dialling().stuck(false));
        assertThat(link.queuedBytes()).isZero();
        assertThat(ends.backEar.drained).isOne();
    }

    @Test
    void tellsOnceThatALinkIsClosed() {
        Ends ends = connect(LONG);
        on(ends.dialler.link(), ends.dialler.link()::close);
        context.time().runReady();
        ends.acceptor.link().close();
        context.time().runReady();

        assertThat(ends.ear.closed).containsExactly("end of stream");
        assertThat(ends.backEar.closed).hasSize(1);
    }

    @Test
    void refusesATorrentThatIsNotThere() {
        LinkPair pair = new LinkPair(context.time(), LONG, 8);
        Future<Upgraded> dialled = upgrade(pair);
        Future<Upgraded> accepted =
                accept(pair, index(FakeTorrent.ofSeed(9).infoHashes().best()));
        accepted.onFailure(refused -> pair.accepting().close()); // as the kernel does
        context.time().await("a refusal", () -> accepted.isComplete() && dialled.isComplete());

        assertThat(accepted.cause()).hasMessageContaining("torrent");
    }

    @Test
    void failsWhenTheLinkIsClosedMeanwhile() {
        LinkPair unanswered = new LinkPair(context.time(), LONG, 10);
        Future<Upgraded> dialled = upgrade(unanswered);
        unanswered.accepting().close();
        LinkPair silent = new LinkPair(context.time(), LONG, 10);
        Future<Upgraded> accepted = accept(silent, index(hash()));
        silent.dialling().close();
        context.time().await("both ends", () -> dialled.isComplete() && accepted.isComplete());

        assertThat(dialled.failed()).isTrue();
        assertThat(accepted.failed()).isTrue();
        assertThat(accepted.cause().getMessage()).isNotBlank();
    }

    @Test
    void survivesGarbage() {
        for (int seed = 0; seed < 20; seed++) {
            LinkPair pair = new LinkPair(context.time(), 500, seed);
            Future<Upgraded> accepted = accept(pair, index(hash()));
            write(pair.dialling(), random(5000, seed));
            pair.dialling().close();
            context.time().await("its end", accepted::isComplete);
            assertThat(accepted.failed()).isTrue();

            pair = new LinkPair(context.time(), 500, seed);
            Future<Upgraded> dialled = upgrade(pair);
            write(pair.accepting(), random(5000, seed));
            pair.accepting().close();
            context.time().await("its end", dialled::isComplete);
            assertThat(dialled.failed()).isTrue();
        }
    }

    private Ends connect(int longest) {
        LinkPair pair = new LinkPair(context.time(), longest, longest);
        Future<Upgraded> dialled = upgrade(pair);
        Future<Upgraded> accepted = accept(pair, index(hash()));
        context.time().await("both ends", () -> dialled.isComplete() && accepted.isComplete());
        return new Ends(pair, context.time().await(dialled), context.time().await(accepted));
    }

    private Future<Upgraded> upgrade(LinkPair pair) {
        DialRequest dial = new DialRequest(
                torrent,
                pair.dialling().remote(),
                pair.dialling().loop(),
                Optional.empty(),
                Duration.ofSeconds(10),
                Set.of());
        UpgradeRequest request = new UpgradeRequest(dial, hash(), greeting());
        return call(pair.dialling(), () -> dialler.upgrade(pair.dialling(), request));
    }

    private Future<Upgraded> accept(LinkPair pair, TorrentIndex torrents) {
        return call(pair.accepting(), () -> acceptor.accept(pair.accepting(), Unpooled.EMPTY_BUFFER, torrents));
    }

    private TorrentIndex index(InfoHash known) {
        byte[] knownKey = acceptor.key(known);
        return key -> Arrays.equals(key, knownKey) ? Optional.of(known) : Optional.empty();
    }

    /** Some bytes at a time, in heap and in direct buffers by turns. */
    private void write(PeerLink link, byte[] bytes) {
        on(link, () -> {
            Random sizes = new Random(bytes.length);
            int count;
            for (int from = 0; from < bytes.length; from += count) {
                count = Math.min(bytes.length - from, 1 + sizes.nextInt(20_000));
                ByteBuf part = count % 2 == 0 ? Unpooled.directBuffer(count) : Unpooled.buffer(count);
                link.write(part.writeBytes(bytes, from, count));
            }
            link.flush();
        });
    }

    private void on(PeerLink link, Runnable action) {
        link.loop().execute(action);
        context.time().runReady();
    }

    private <T> T call(PeerLink link, Supplier<T> call) {
        List<T> results = new ArrayList<>();
        on(link, () -> results.add(call.get()));
        return results.get(0);
    }

    private InfoHash hash() {
        return torrent.infoHashes().best();
    }

    private static byte[] greeting() {
        return random(GREETING, 11);
    }

    private static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Both ends after the upgrade, as the kernel has them. */
    private final class Ends {
        private final LinkPair pair;
        private final Upgraded dialler;
        private final Upgraded acceptor;
        private final Ear ear = new Ear();
        private final Ear backEar = new Ear();

        private Ends(LinkPair pair, Upgraded dialler, Upgraded acceptor) {
            this.pair = pair;
            this.dialler = dialler;
            this.acceptor = acceptor;
            listen(dialler, backEar);
            listen(acceptor, ear);
        }

        private void listen(Upgraded upgraded, Ear to) {
            on(upgraded.link(), () -> {
                upgraded.link().receiver(to);
                to.onBytes(upgraded.early());
                upgraded.link().reading(true);
            });
        }

        /** What came to the end that was dialled since the last call: so many bytes, and no more. */
        private byte[] heard(int count) {
            return ear.take(count);
        }

        private byte[] heardBack(int count) {
            return backEar.take(count);
        }
    }

    private final class Ear implements LinkReceiver {
        private final ByteBuf bytes = Unpooled.buffer();
        private final List<String> closed = new ArrayList<>();
        private int drained;

        @Override
        public void onBytes(ByteBuf more) {
            bytes.writeBytes(more);
            more.release();
        }

        @Override
        public void onDrained() {
            drained++;
        }

        @Override
        public void onClosed(String why) {
            closed.add(why);
        }

        private byte[] take(int count) {
            context.time().await(count + " bytes", () -> bytes.readableBytes() >= count);
            byte[] taken = ByteBufUtil.getBytes(bytes);
            bytes.clear();
            return taken;
        }
    }
}
