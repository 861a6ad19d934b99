package io.spate.kernel.download;

import static io.spate.kernel.download.DownloadFixture.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.kernel.download.DownloadFixture.Supplier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Memory for two pieces of four blocks. */
class MemoryTurnsTest {
    private static final int BLOCKS = 4;

    private final DownloadFixture f = new DownloadFixture(64, BLOCKS * BLOCK, 2 * BLOCKS * BLOCK).wantAll();

    @AfterEach
    void givesBackItsMemory() {
        f.close();
        assertThat(f.memory.used()).isZero();
    }

    @Test
    void memoryComesBackToThoseWhoHaveNothingInTheirOrder() {
        List<Supplier> suppliers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            suppliers.add(supplier(BLOCKS));
            suppliers.get(i).ask(BLOCKS);
        }
        assertThat(suppliers).map(each -> each.requests.size()).containsExactly(4, 4, 0, 0, 0, 0);

        deliverFirst(suppliers);

        assertThat(suppliers).map(each -> each.requests.size()).containsExactly(0, 0, 4, 4, 0, 0);
        suppliers.get(0).ask(BLOCKS);
        suppliers.get(1).ask(BLOCKS);

        deliverFirst(suppliers);

        assertThat(suppliers).map(each -> each.requests.size()).containsExactly(0, 0, 0, 0, 4, 4);

        deliverFirst(suppliers);

        assertThat(suppliers).map(each -> each.requests.size()).containsExactly(4, 4, 0, 0, 0, 0);
    }

    @Test
    void whoStillHasBlocksToDeliverTakesNoMemoryFromThoseWhoHaveNone() {
        Supplier greedy = supplier(0);
        Supplier waiting = supplier(BLOCKS);
        greedy.ask(2 * BLOCKS);
        waiting.ask(BLOCKS);
        assertThat(waiting.requests).isEmpty();

        for (int block = 0; block < BLOCKS; block++) {
            greedy.deliver();
        }
        f.disk.remove().run(); // the memory is back, and nobody was told yet
        assertThat(greedy.ask(BLOCKS)).isZero();
        f.runDisk();

        assertThat(waiting.requests).hasSize(BLOCKS);
    }

    @Test
    void whoWantsNoneAnyMoreHoldsUpNobody() {
        Supplier first = supplier(0);
        first.ask(2 * BLOCKS);
        Supplier choking = supplier(0);
        choking.ask(BLOCKS);
        Supplier leaving = supplier(BLOCKS);
        leaving.ask(BLOCKS);
        Supplier last = supplier(BLOCKS);
        last.ask(BLOCKS);

        leaving.leave();
        first.deliverAll();
        f.runDisk();

        assertThat(leaving.requests).isEmpty();
        assertThat(last.requests).hasSize(BLOCKS);
        assertThat(first.ask(BLOCKS)).isEqualTo(BLOCKS); // nobody waits any more
    }

    @Test
    void whoFindsFreeBlocksOfAPieceThatIsThereWaitsNoMore() {
        Supplier first = supplier(0);
        first.ask(2 * BLOCKS);
        Supplier waiting = supplier(BLOCKS);
        waiting.ask(BLOCKS);
        first.giveBackAll();

        assertThat(waiting.ask(1)).isOne();
        assertThat(first.ask(2 * BLOCKS)).isEqualTo(2 * BLOCKS - 1);
    }

    private Supplier supplier(int asksOnRoom) {
        Supplier supplier = f.seed();
        supplier.asksOnRoom = asksOnRoom;
        return supplier;
    }

    /** All that were asked deliver, and the disk works. */
    private void deliverFirst(List<Supplier> suppliers) {
        suppliers.forEach(Supplier::deliverAll);
        f.runDisk();
    }
}
