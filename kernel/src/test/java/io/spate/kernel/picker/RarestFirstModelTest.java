package io.spate.kernel.picker;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.Bitfield;
import io.spate.api.PieceLayout;
import io.spate.api.policy.TorrentPicker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The picker against one that is too simple to be wrong, over long random histories. */
class RarestFirstModelTest {
    private static final int PIECES = 200;
    private static final int MAX_PEERS = 40;

    private final int[] priorities = new int[PIECES];
    private final Bitfield taken = new Bitfield(PIECES);
    private final List<Bitfield> peers = new ArrayList<>();
    private int seeds;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void agreesWithANaiveModel(long seed) {
        Random random = new Random(seed);
        TorrentPicker picker = new RarestFirst().open(new PieceLayout(PIECES * 16384L, 16384), random);
        Arrays.fill(priorities, 4);
        for (int step = 0; step < 20_000; step++) {
            change(picker, random);
            if (step % 3 == 0) {
                checkPick(picker, random);
            }
        }
        IntStream.range(0, PIECES)
                .forEach(piece -> assertThat(picker.availability(piece)).isEqualTo(available(piece) + seeds));
    }

    private void change(TorrentPicker picker, Random random) {
        int piece = random.nextInt(PIECES);
        switch (random.nextInt(9)) {
            case 0 -> connect(picker, random);
            case 1 -> disconnect(picker, random);
            case 2 -> {
                picker.onSeed();
                seeds++;
            }
            case 3 -> {
                if (seeds > 0) {
                    picker.onSeedGone();
                    seeds--;
                }
            }
            case 4 -> {
                priorities[piece] = random.nextInt(8);
                picker.onPriority(piece, priorities[piece]);
            }
            case 5 -> {
                picker.onTaken(piece);
                taken.set(piece);
            }
            case 6 -> {
                picker.onWanted(piece);
                taken.clear(piece);
            }
            default -> have(picker, random, piece);
        }
    }

    private void connect(TorrentPicker picker, Random random) {
        if (peers.size() < MAX_PEERS) {
            Bitfield pieces = randomPieces(random);
            peers.add(pieces);
            picker.onAvailable(pieces);
        }
    }

    private void disconnect(TorrentPicker picker, Random random) {
        if (!peers.isEmpty()) {
            picker.onUnavailable(peers.remove(random.nextInt(peers.size())));
        }
    }

    private void have(TorrentPicker picker, Random random, int piece) {
        if (peers.isEmpty()) {
            return;
        }
        Bitfield peer = peers.get(random.nextInt(peers.size()));
        if (peer.set(piece)) {
            picker.onAvailable(piece);
        } else {
            peer.clear(piece);
            picker.onUnavailable(piece);
        }
    }

    private void checkPick(TorrentPicker picker, Random random) {
        Bitfield has = random.nextInt(4) == 0 ? Bitfield.full(PIECES) : randomPieces(random);
        int[] ranks = IntStream.range(0, PIECES)
                .filter(piece -> has.has(piece) && !taken.has(piece) && priorities[piece] > 0)
                .map(this::rank)
                .toArray();
        int picked = picker.pick(has);
        int common = picker.pickCommon(has);
        if (ranks.length == 0) {
            assertThat(picked).isEqualTo(-1);
            assertThat(common).isEqualTo(-1);
            return;
        }
        assertThat(has.has(picked) && !taken.has(picked) && priorities[picked] > 0)
                .isTrue();
        assertThat(has.has(common) && !taken.has(common) && priorities[common] > 0)
                .isTrue();
        assertThat(rank(common)).isEqualTo(Arrays.stream(ranks).max().getAsInt());
        if (taken.count() >= 4) {
            assertThat(rank(picked)).isEqualTo(Arrays.stream(ranks).min().getAsInt());
        }
    }

    private int rank(int piece) {
        return (available(piece) + 1) * (8 - priorities[piece]);
    }

    private int available(int piece) {
        return (int) peers.stream().filter(peer -> peer.has(piece)).count();
    }

    private static Bitfield randomPieces(Random random) {
        Bitfield pieces = new Bitfield(PIECES);
        int one = 1 + random.nextInt(30);
        for (int piece = 0; piece < PIECES; piece++) {
            if (random.nextInt(one) == 0) {
                pieces.set(piece);
            }
        }
        return pieces;
    }
}
