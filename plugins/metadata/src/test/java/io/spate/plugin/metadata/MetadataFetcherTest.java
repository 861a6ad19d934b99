package io.spate.plugin.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MetadataFetcherTest {
    private static final int PIECE = MetadataSize.PIECE_LENGTH;
    private static final MetadataSettings SETTINGS =
            new MetadataSettings(1 << 20, 2, Duration.ofSeconds(3), Duration.ofSeconds(60), 3, Duration.ofMinutes(10));

    private final byte[] info = bytes(5 * PIECE + 100, 1);
    private final List<byte[]> offered = new ArrayList<>();
    private final MetadataFetcher fetcher = new MetadataFetcher(SETTINGS, new SplittableRandom(1), offered::add);
    private long now;

    @Test
    void spreadsPiecesOverPeersTwoEach() {
        Peer a = peer("a", info);
        Peer b = peer("b", info);
        Peer c = peer("c", info);

        assertThat(a.asked).containsExactly(0, 1);
        assertThat(b.asked).containsExactly(2, 3);
        assertThat(c.asked).containsExactly(4, 5);
        answerAll(a, b, c);

        assertThat(offered).singleElement().isEqualTo(info);
    }

    @Test
    void asksOnePeerForAllIfThereIsNoOther() {
        Peer only = peer("a", info);
        answerAll(only);

        assertThat(only.asked).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(offered).singleElement().isEqualTo(info);
    }

    @Test
    void asksAnotherPeerForWhatDoesNotComeAndTakesItLateAllTheSame() {
        byte[] small = bytes(2 * PIECE, 2);
        Peer slow = peer("slow", small);
        Peer quick = peer("quick", small);
        assertThat(quick.asked).isEmpty();
        pass(3);
        assertThat(quick.asked).containsExactly(0);

        answer(slow, 0);
        answer(slow, 1);

        assertThat(offered).singleElement().isEqualTo(small);
    }

    @Test
    void leavesAPeerAloneThatRejectsOrIsSilent() {
        Peer rejecting = peer("a", info);
        fetcher.onReject(rejecting.supplier, 0, now);
        rejecting.asked.clear();
        pass(59);
        assertThat(rejecting.asked).isEmpty();
        pass(1);
        assertThat(rejecting.asked).isNotEmpty();

        rejecting.asked.clear();
        pass(9); // three requests go by, two at a time
        assertThat(rejecting.asked).hasSize(2);
        pass(50);
        assertThat(rejecting.asked).hasSize(2);
    }

    @Test
    void isNotMovedByRejectsAndPiecesThatNobodyAskedFor() {
        Peer peer = peer("a", info);
        fetcher.onReject(peer.supplier, 5, now);
        fetcher.onData(peer.supplier, data(info, 5), now);
        fetcher.onData(peer.supplier, new MetadataMessage.Data(Integer.MAX_VALUE, info.length, new byte[1]), now);
        answerAll(peer);

        assertThat(offered).singleElement().isEqualTo(info);
        assertThat(peer.closed).isNull();
    }

    @Test
    void asksNobodyWhoseMetadataIsTooLong() {
        Peer peer = new Peer("a", info);
        fetcher.onPeer(peer.supplier, SETTINGS.maxSize() + 1L, now);
        fetcher.onPeer(peer.supplier, Long.MAX_VALUE, now);
        pass(100);

        assertThat(peer.asked).isEmpty();
    }

    @Test
    void learnsTheSizeByTheFirstPieceIfNobodyTellsIt() {
        Peer silent = new Peer("a", info);
        fetcher.onPeer(silent.supplier, 0, now);
        Peer negative = new Peer("b", info);
        fetcher.onPeer(negative.supplier, -5, now);
        assertThat(silent.asked).containsExactly(0);
        assertThat(negative.asked).containsExactly(0);

        answerAll(silent, negative);

        assertThat(offered).singleElement().isEqualTo(info);
    }

    @Test
    void doesNotBelieveATotalSizeThatIsTooLong() {
        Peer peer = new Peer("a", info);
        fetcher.onPeer(peer.supplier, 0, now);
        fetcher.onData(peer.supplier, new MetadataMessage.Data(0, 1L << 40, new byte[PIECE]), now);
        pass(30);

        assertThat(peer.asked).containsExactly(0);
    }

    @Test
    void leavesAPeerAloneThatContradictsItself() {
        Peer peer = peer("a", info);
        fetcher.onData(peer.supplier, new MetadataMessage.Data(0, info.length + 1, new byte[PIECE]), now);
        peer.asked.clear();
        pass(30);

        assertThat(peer.asked).isEmpty();
    }

    @Test
    void closesAPeerThatSendsAPieceOfTheWrongLength() {
        Peer peer = peer("a", info);
        fetcher.onData(peer.supplier, new MetadataMessage.Data(0, info.length, new byte[PIECE - 1]), now);

        assertThat(peer.closed).isEqualTo("piece 0 of the metadata: 16383 bytes");
    }

    @Test
    void believesTheSizeThatMostTell() {
        Peer odd = peer("odd", bytes(3 * PIECE, 4));
        Peer a = peer("a", info);
        Peer b = peer("b", info);
        odd.asked.clear();
        answerAll(odd, a, b);

        assertThat(odd.asked).isEmpty();
        assertThat(offered).singleElement().isEqualTo(info);
    }

    @Test
    void triesTheSmallerOfTwoSizesAndThenTheOther() {
        Peer liar = peer("liar", bytes(PIECE, 5));
        Peer honest = peer("honest", info);
        answerAll(liar, honest);
        assertThat(offered).singleElement().isEqualTo(liar.info);
        fetcher.onVerdict(false, now);
        answerAll(liar, honest);

        assertThat(liar.closed).isEqualTo("sent metadata that does not match the info-hash");
        assertThat(offered).last().isEqualTo(info);
    }

    @Test
    void blamesWhoSentAllOfItAndAsksThatHostNoMore() {
        Peer liar = peer("liar", bytes(info.length, 6));
        answerAll(liar);
        fetcher.onVerdict(false, now);
        assertThat(liar.closed).isNotNull();

        Peer again = peer("liar", info);
        pass(100);

        assertThat(again.asked).isEmpty();
    }

    @Test
    void findsTheLiarAmongSeveralByAskingEachAlone() {
        byte[] forged = info.clone();
        forged[0] ^= 1;
        Peer liar = peer("liar", forged);
        Peer honest = peer("honest", info);
        answerAll(liar, honest);
        fetcher.onVerdict(false, now);
        assertThat(liar.closed).isNull();
        assertThat(honest.closed).isNull();

        for (int attempt = 0; attempt < 2 && !Arrays.equals(offered.get(offered.size() - 1), info); attempt++) {
            answerAll(liar, honest);
            fetcher.onVerdict(Arrays.equals(offered.get(offered.size() - 1), info), now);
        }

        assertThat(offered).last().isEqualTo(info);
        assertThat(honest.closed).isNull();
    }

    @Test
    void triesOneThatHadNoPartInAFailureFirst() {
        byte[] forged = info.clone();
        forged[0] ^= 1;
        Peer liar = peer("liar", forged);
        Peer victim = peer("victim", info);
        answerAll(liar, victim);
        fetcher.onVerdict(false, now);
        Peer fresh = new Peer("fresh", info);
        fetcher.onGone(liar.supplier, now);
        fetcher.onGone(victim.supplier, now);
        fetcher.onPeer(fresh.supplier, info.length, now);
        answerAll(fresh);

        assertThat(offered).last().isEqualTo(info);
    }

    @Test
    void asksOthersForWhatAPeerThatLeftWasAskedFor() {
        Peer leaving = peer("a", info);
        Peer staying = peer("b", info);
        fetcher.onGone(leaving.supplier, now);
        answerAll(staying);

        assertThat(offered).singleElement().isEqualTo(info);
    }

    /** Whatever peers do, metadata comes as long as one of them is honest and answers. */
    @Test
    void succeedsAmongPeersOfAllKinds() {
        for (int seed = 0; seed < 300; seed++) {
            assertThat(roundsUntilFetched(seed)).as("rounds, seed %s", seed).isLessThan(5000);
        }
    }

    private static int roundsUntilFetched(int seed) {
        Random random = new Random(seed);
        byte[] right = bytes(1 + random.nextInt(8 * PIECE), seed);
        List<byte[]> offers = new ArrayList<>();
        MetadataFetcher fetcher = new MetadataFetcher(SETTINGS, new SplittableRandom(seed), offers::add);
        List<Peer> peers = new ArrayList<>();
        int count = 2 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            byte[] has = right.clone();
            if (i > 0 && random.nextBoolean()) {
                has = random.nextBoolean() ? bytes(1 + random.nextInt(8 * PIECE), seed + i) : forged(right, random);
            }
            Peer peer = new Peer("host" + i, has);
            peer.laziness = i == 0 ? 2 : 1 + random.nextInt(12);
            peers.add(peer);
        }
        int round = 0;
        long now = 0;
        for (Peer peer : peers) {
            fetcher.onPeer(peer.supplier, random.nextInt(5) == 0 ? 0 : peer.info.length, now);
        }
        while (++round < 5000) {
            now += 200_000_000L;
            for (Peer peer : List.copyOf(peers)) {
                if (peer.closed != null) {
                    peers.remove(peer);
                    fetcher.onGone(peer.supplier, now);
                } else if (!peer.waiting.isEmpty() && random.nextInt(peer.laziness) == 0) {
                    int piece = peer.waiting.remove(random.nextInt(peer.waiting.size()));
                    if (random.nextInt(20) == 0) {
                        fetcher.onReject(peer.supplier, piece, now);
                    } else {
                        fetcher.onData(peer.supplier, data(peer.info, piece), now);
                    }
                }
            }
            if (!offers.isEmpty()) {
                boolean isRight = Arrays.equals(offers.remove(0), right);
                fetcher.onVerdict(isRight, now);
                if (isRight) {
                    return round;
                }
            }
            if (round % 5 == 0) {
                fetcher.onTick(now);
            }
        }
        return round;
    }

    private static byte[] forged(byte[] right, Random random) {
        byte[] forged = right.clone();
        forged[random.nextInt(forged.length)] ^= 1;
        return forged;
    }

    private Peer peer(String host, byte[] has) {
        Peer peer = new Peer(host, has);
        fetcher.onPeer(peer.supplier, has.length, now);
        return peer;
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            now += 1_000_000_000L;
            fetcher.onTick(now);
        }
    }

    private void answer(Peer peer, Integer piece) {
        peer.waiting.remove(piece);
        fetcher.onData(peer.supplier, data(peer.info, piece), now);
    }

    /** All that was asked is answered, and what is asked then. */
    private void answerAll(Peer... peers) {
        boolean any = true;
        while (any) {
            any = false;
            for (Peer peer : peers) {
                if (!peer.waiting.isEmpty() && peer.closed == null) {
                    answer(peer, peer.waiting.get(0));
                    any = true;
                }
            }
        }
    }

    private static MetadataMessage.Data data(byte[] info, int piece) {
        MetadataSize size = new MetadataSize(info.length);
        if (!size.hasPiece(piece)) {
            return new MetadataMessage.Data(piece, info.length, new byte[1]);
        }
        int from = size.offsetOf(piece);
        return new MetadataMessage.Data(
                piece, info.length, Arrays.copyOfRange(info, from, from + size.lengthOf(piece)));
    }

    private static byte[] bytes(int length, int seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static final class Peer implements Supplier.Wire {
        private final String host;
        private final byte[] info;
        private final Supplier supplier = new Supplier(this);
        private final List<Integer> asked = new ArrayList<>();
        private final List<Integer> waiting = new ArrayList<>();
        private int laziness = 1;
        private String closed;

        private Peer(String host, byte[] info) {
            this.host = host;
            this.info = info;
        }

        @Override
        public String host() {
            return host;
        }

        @Override
        public void request(int piece) {
            asked.add(piece);
            waiting.add(piece);
        }

        @Override
        public void close(String reason) {
            closed = reason;
        }
    }
}
