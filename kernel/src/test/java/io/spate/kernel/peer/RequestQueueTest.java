package io.spate.kernel.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RequestQueueTest {
    private static final int BLOCK = 16 * 1024;

    private final RequestQueue queue = new RequestQueue();

    @Test
    void keepsOrderAndMomentsWhenAPieceIsTakenOut() {
        for (int i = 0; i < 40; i++) {
            queue.add(i % 4, i / 4 * BLOCK, 1000 + i);
        }
        queue.remove(0, 0); // so that it does not begin at the start of its arrays

        assertThat(queue.removePiece(1)).hasSize(10).startsWith(0, BLOCK).endsWith(9 * BLOCK);

        assertThat(queue.size()).isEqualTo(29);
        assertThat(queue.piece(0)).isEqualTo(2);
        assertThat(queue.oldestNanos()).isEqualTo(1002);
        assertThat(queue.remove(1, BLOCK)).isFalse();
        assertThat(queue.remove(3, 9 * BLOCK)).isTrue();
    }

    @Test
    void behavesAsAListDoes() {
        SplittableRandom random = new SplittableRandom(7);
        List<Long> model = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            int piece = random.nextInt(5);
            int begin = random.nextInt(40) * BLOCK;
            long key = (long) piece << 32 | begin;
            switch (random.nextInt(20)) {
                case 0 -> {
                    long left =
                            model.stream().filter(each -> each >>> 32 == piece).count();
                    assertThat(queue.removePiece(piece)).hasSize((int) left);
                    model.removeIf(each -> each >>> 32 == piece);
                }
                case 1, 2, 3, 4, 5, 6, 7, 8, 9 ->
                    assertThat(queue.remove(piece, begin)).isEqualTo(model.remove(key));
                default -> {
                    queue.add(piece, begin, i);
                    model.add(key);
                }
            }
            assertThat(queue.size()).isEqualTo(model.size());
        }
        for (int i = 0; i < model.size(); i++) {
            assertThat((long) queue.piece(i) << 32 | queue.begin(i)).isEqualTo(model.get(i));
        }
    }
}
