package io.spate.plugin.pex;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.PeerAddress;
import io.spate.api.peer.FoundPeer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ToldTest {
    private final Told told = new Told();
    private final Map<PeerAddress, FoundPeer> connected = new LinkedHashMap<>();

    @Test
    void saysNothingWhenThereIsNothingNew() {
        assertThat(next()).isEmpty();
        come(1);
        assertThat(next()).isPresent();
        assertThat(next()).isEmpty();
    }

    @Test
    void tellsOfAllAtFirstAndThenOfWhatChanged() {
        come(1, 2, 3);
        assertThat(next()).contains(new PexMessage(List.of(found(1), found(2), found(3)), List.of()));

        come(4);
        go(2);
        assertThat(next()).contains(new PexMessage(List.of(found(4)), List.of(address(2))));
    }

    @Test
    void isSilentAboutWhatCameAndWentInBetween() {
        come(1);
        next();
        come(2);
        go(2);
        assertThat(next()).isEmpty();

        go(1);
        come(1);
        assertThat(next()).isEmpty();
    }

    @Test
    void dropsOnlyWhatItAdded() {
        come(1, 2);
        told.next(connected, peer -> !peer.equals(found(1)));
        go(1, 2);

        assertThat(next()).contains(new PexMessage(List.of(), List.of(address(2))));
        assertThat(next()).isEmpty();
    }

    @Test
    void keepsToFiftyAfterTheFirstMessageAndTellsTheRestLater() {
        come(range(1, 121));
        assertThat(next().orElseThrow().added()).hasSize(120);

        go(range(1, 121));
        come(range(200, 270));
        PexMessage second = next().orElseThrow();
        PexMessage third = next().orElseThrow();
        PexMessage fourth = next().orElseThrow();

        assertThat(List.of(
                        second.added().size(),
                        third.added().size(),
                        fourth.added().size()))
                .containsExactly(50, 20, 0);
        assertThat(List.of(
                        second.dropped().size(),
                        third.dropped().size(),
                        fourth.dropped().size()))
                .containsExactly(50, 50, 20);
        assertThat(next()).isEmpty();
    }

    @Test
    void boundsTheFirstMessage() {
        come(range(1, 1000));

        assertThat(next().orElseThrow().added()).hasSize(Told.MAX_FIRST);
    }

    /** Whatever comes and goes: who adds and drops as it is told, knows who is connected, and was told nothing twice. */
    @Test
    void leavesTheOtherEndWithTheRightPicture() {
        Random random = new Random(5);
        Set<PeerAddress> picture = new HashSet<>();
        for (int round = 0; round < 500; round++) {
            for (int i = random.nextInt(80); i > 0; i--) {
                int peer = 1 + random.nextInt(200);
                if (random.nextBoolean()) {
                    come(peer);
                } else {
                    go(peer);
                }
            }
            next().ifPresent(message -> {
                message.dropped()
                        .forEach(peer -> assertThat(picture.remove(peer)).isTrue());
                message.added()
                        .forEach(peer -> assertThat(picture.add(peer.address())).isTrue());
            });
        }
        for (Optional<PexMessage> rest = next(); rest.isPresent(); rest = next()) {
            rest.get().dropped().forEach(picture::remove);
            rest.get().added().forEach(peer -> picture.add(peer.address()));
        }
        assertThat(picture).isEqualTo(connected.keySet());
    }

    private Optional<PexMessage> next() {
        return told.next(connected, peer -> true);
    }

    private void come(int... peers) {
        for (int peer : peers) {
            connected.put(address(peer), found(peer));
        }
    }

    private void go(int... peers) {
        for (int peer : peers) {
            connected.remove(address(peer));
        }
    }

    private static int[] range(int from, int until) {
        return IntStream.range(from, until).toArray();
    }

    private static FoundPeer found(int number) {
        return FoundPeer.at(address(number));
    }

    private static PeerAddress address(int number) {
        return new PeerAddress(PeerAddress.IP, "10.0." + number / 256 + "." + number % 256, 6881);
    }
}
