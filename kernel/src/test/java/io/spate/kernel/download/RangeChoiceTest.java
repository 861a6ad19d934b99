package io.spate.kernel.download;

import static io.spate.kernel.download.DownloadFixture.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.Bitfield;
import io.spate.api.blocks.BlockRange;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pieces of four blocks, twelve of them, and suppliers that deliver ranges beside those that deliver blocks. */
class RangeChoiceTest {
    private static final int PIECE = 4 * BLOCK;
    private static final int PIECES = 12;

    private final DownloadFixture fixture = new DownloadFixture(PIECES, PIECE, 64L * PIECE);
    private final DownloadFixture.Supplier server = fixture.seed();

    @AfterEach
    void close() {
        fixture.close();
    }

    private Optional<BlockRange> book(DownloadFixture.Supplier supplier, long after, long atMost) {
        return fixture.downloads.book(supplier.supplier, after, atMost);
    }

    private static BlockRange blocks(int first, int count) {
        return new BlockRange((long) first * BLOCK, (long) count * BLOCK);
    }

    @Test
    void booksNothingThatIsNotWanted() {
        assertThat(book(server, 0, PIECE)).isEmpty();
    }

    @Test
    void goesOnWhereItIs() {
        fixture.wantAll();
        assertThat(book(server, 0, 2 * PIECE)).contains(blocks(0, 8));
        assertThat(book(server, 2 * PIECE, PIECE + 1)).contains(blocks(8, 5));
        assertThat(book(server, 13 * BLOCK, BLOCK)).contains(blocks(13, 1));
        assertThat(book(server, 14 * BLOCK, 1000 * PIECE)).contains(blocks(14, 34));
        isBusy(server);
        assertThat(book(server, 48 * BLOCK, PIECE)).isEmpty();
    }

    @Test
    void takesTheLongestGapIfItCannotGoOn() {
        for (int piece : new int[] {1, 2, 5, 6, 7, 10}) {
            fixture.downloads.want(piece);
        }
        assertThat(book(server, 0, 100 * PIECE)).contains(blocks(20, 12));
        assertThat(book(server, 8 * PIECE, 100 * PIECE)).contains(blocks(4, 8));
        assertThat(book(server, 3 * PIECE, 100 * PIECE)).contains(blocks(40, 4));
        isBusy(server);
        assertThat(book(server, 11 * PIECE, 100 * PIECE)).isEmpty();
    }

    /** Something is outstanding of it, so that it does not join the end game. */
    private static void isBusy(DownloadFixture.Supplier supplier) {
        supplier.requests.add(new DownloadFixture.Request(0, 0, BLOCK));
    }

    @Test
    void startsInTheMiddleOfAGapIntoWhichAnotherWillCome() {
        fixture.wantAll();
        DownloadFixture.Supplier other = fixture.seed();
        assertThat(book(server, 0, 2 * PIECE)).contains(blocks(0, 8));
        assertThat(book(other, 0, 2 * PIECE)).contains(blocks(28, 8));
    }

    @Test
    void booksWhatIsMostUrgentFirstAndNothingElseWithIt() {
        fixture.wantAll();
        fixture.downloads.prioritise(5, 7);
        fixture.downloads.prioritise(6, 7);
        fixture.downloads.prioritise(9, 7);
        assertThat(book(server, 0, 100 * PIECE)).contains(blocks(20, 8));
        assertThat(book(server, 7 * PIECE, 100 * PIECE)).contains(blocks(36, 4));
        assertThat(book(server, 10 * PIECE, 100 * PIECE)).contains(blocks(40, 8));
        assertThat(book(server, 12 * PIECE, 100 * PIECE)).contains(blocks(0, 20));
    }

    @Test
    void leavesWhereItIsForWhatBecameMoreUrgent() {
        fixture.wantAll();
        book(server, 0, 2 * PIECE);
        fixture.downloads.prioritise(7, 6);
        assertThat(book(server, 2 * PIECE, 100 * PIECE)).contains(blocks(28, 4));
    }

    @Test
    void takesNoGapBeforeAnotherInATorrentThatIsWantedInItsOrder() {
        fixture.downloads.sequential(true);
        for (int piece : new int[] {1, 5, 6, 7, 10}) {
            fixture.downloads.want(piece);
        }
        assertThat(book(server, 0, 100 * PIECE)).contains(blocks(4, 4));
        fixture.downloads.want(3);
        assertThat(book(server, 5 * PIECE, 100 * PIECE)).contains(blocks(12, 4));
        assertThat(book(server, 4 * PIECE, PIECE)).contains(blocks(20, 4));
        assertThat(book(server, 6 * PIECE, 100 * PIECE)).contains(blocks(24, 8));
    }

    @Test
    void booksOnlyPiecesThatItHas() {
        fixture.wantAll();
        Bitfield some = new Bitfield(PIECES);
        some.set(3);
        some.set(4);
        DownloadFixture.Supplier partly = fixture.new Supplier(some);
        assertThat(book(partly, 0, 100 * PIECE)).contains(blocks(12, 8));
        assertThat(book(partly, 5 * PIECE, 100 * PIECE)).isEmpty();
    }

    @Test
    void asksPeersForNothingThatIsBooked() {
        fixture.wantAll();
        DownloadFixture.Supplier peer = fixture.seed();
        book(server, 0, 10 * PIECE);
        peer.ask(100);
        assertThat(peer.requests).extracting(DownloadFixture.Request::piece).containsOnly(10, 11);
    }

    @Test
    void takesWhatPeersLeftBehindWhenThereIsNoGap() {
        fixture.downloads.want(0);
        DownloadFixture.Supplier peer = fixture.seed();
        peer.ask(2);
        peer.deliver();
        assertThat(book(server, 0, PIECE)).contains(blocks(2, 2));
        assertThat(book(fixture.seed(), 0, PIECE)).contains(blocks(1, 3)); // the end game: what others have not sent
    }

    @Test
    void verifiesWhatIsDeliveredAsBooked() {
        fixture.wantAll();
        book(server, 0, PIECE);
        for (int block = 0; block < 4; block++) {
            assertThat(fixture.downloads.makeReady(0, block)).isTrue();
            server.requests.add(new DownloadFixture.Request(0, block * BLOCK, BLOCK));
            assertThat(server.deliver()).isTrue();
        }
        fixture.runDisk();
        assertThat(fixture.verified).containsExactly(0);
    }

    @Test
    void saysThatThereIsNoMemoryAndThenThatThereIs() {
        fixture.wantAll();
        book(server, 0, 2 * PIECE);
        var taken = fixture.memory.acquire(64 * PIECE - PIECE + 1).orElseThrow();
        assertThat(fixture.downloads.makeReady(0, 0)).isFalse();
        taken.release();
        fixture.time.runReady();
        assertThat(fixture.rooms).isEqualTo(1);
        assertThat(fixture.downloads.makeReady(0, 0)).isTrue();
    }
}
