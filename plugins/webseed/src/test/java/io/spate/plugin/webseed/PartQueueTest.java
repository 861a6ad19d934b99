package io.spate.plugin.webseed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PartQueueTest {
    private final Resource file = new Resource(SeedUrl.parse("http://a.example/x"), 1000, 0, 0);
    private final Slice first = Slice.ofFile(file, 0, 100);
    private final Slice zeros = Slice.zeros(50);
    private final Slice second = Slice.ofFile(file, 100, 200);
    private final PartQueue parts = new PartQueue();

    @Test
    void asksForAllButPadding() {
        parts.add(List.of(first, zeros, second));
        assertThat(parts.due()).isEqualTo(2);
        assertThat(parts.next()).contains(first);
        parts.onAsked();
        assertThat(parts.next()).contains(second);
        parts.onAsked();
        assertThat(parts.next()).isEmpty();
        assertThat(parts.due()).isZero();
        assertThat(parts.requests()).isEqualTo(2);
        assertThat(parts.left()).isEqualTo(350);
    }

    @Test
    void comesInOrderWithPaddingBetween() {
        parts.add(List.of(first, zeros, second));
        parts.onAsked();
        parts.onAsked();
        parts.removeFirst();
        assertThat(parts.first().orElseThrow().slice()).isEqualTo(zeros);
        assertThat(parts.requests()).isEqualTo(1);
        parts.removeFirst();
        assertThat(parts.requests()).isEqualTo(1);
        parts.removeFirst();
        assertThat(parts.requests()).isZero();
        assertThat(parts.first()).isEmpty();
    }

    @Test
    void takesBackWhatHasNotCome() {
        parts.add(List.of(first, zeros, second));
        parts.onAsked();
        parts.onAsked();
        parts.first().orElseThrow().onCome(30);
        parts.takeBack();
        assertThat(parts.requests()).isZero();
        assertThat(parts.due()).isEqualTo(2);
        assertThat(parts.next()).contains(Slice.ofFile(file, 30, 70));
        assertThat(parts.left()).isEqualTo(320);
    }

    @Test
    void doesNotTakeBackWhatHasComeButForTheEndOfItsAnswer() {
        parts.add(List.of(first, second));
        parts.onAsked();
        parts.onAsked();
        parts.first().orElseThrow().onCome(100);
        parts.takeBack();
        assertThat(parts.due()).isEqualTo(1);
        assertThat(parts.next()).contains(second);
    }
}
