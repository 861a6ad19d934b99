package io.spate.plugin.lsd;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.InfoHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnnounceQueueTest {
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    private final AnnounceQueue queue = new AnnounceQueue(3, FIVE_MINUTES, 0);

    @Test
    void announcesAtOnceAgainAfterAMinuteAndThenAtTheInterval() {
        queue.add(hash(1), 0);
        List<Integer> seconds = new ArrayList<>();
        for (int second = 0; second < 1000; second++) {
            if (!queue.take(seconds(second)).isEmpty()) {
                seconds.add(second);
            }
        }

        assertThat(seconds).containsExactly(0, 60, 360, 660, 960);
    }

    @Test
    void putsWhatIsDueIntoOneDatagramAndLetsTheRestFollow() {
        for (int i = 1; i <= 5; i++) {
            queue.add(hash(i), 0);
        }

        assertThat(queue.take(0)).containsExactly(hash(1), hash(2), hash(3));
        assertThat(queue.take(0)).containsExactly(hash(4), hash(5));
        assertThat(queue.take(0)).isEmpty();
    }

    @Test
    void sendsNoMoreThanOneAMinuteInTheLongRunAndForgetsNobody() {
        for (int i = 0; i < 100; i++) {
            queue.add(hash(i), 0);
        }
        List<InfoHash> announced = new ArrayList<>();
        int datagrams = 0;
        for (int second = 0; second < 3600; second += 2) {
            List<InfoHash> taken = queue.take(seconds(second));
            datagrams += taken.isEmpty() ? 0 : 1;
            announced.addAll(taken);
        }

        assertThat(datagrams).isBetween(60, 65);
        assertThat(announced.stream().distinct()).hasSize(100);
    }

    @Test
    void isSilentAboutATorrentThatIsGone() {
        queue.add(hash(1), 0);
        queue.remove(hash(1));

        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.take(0)).isEmpty();
    }

    private static InfoHash hash(int number) {
        byte[] bytes = new byte[InfoHash.V1_LENGTH];
        bytes[0] = (byte) number;
        return InfoHash.of(bytes);
    }

    private static long seconds(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
