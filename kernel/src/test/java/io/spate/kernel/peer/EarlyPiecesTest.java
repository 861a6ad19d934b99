package io.spate.kernel.peer;

import static io.spate.kernel.peer.PeerFixture.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.spate.api.Bitfield;
import io.spate.api.PieceLayout;
import io.spate.api.peer.PeerMessage;
import io.spate.kernel.peer.PeerFixture.Peer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A peer that is connected before we know which pieces there are. */
class EarlyPiecesTest {
    private final PeerFixture f = new PeerFixture(2);

    EarlyPiecesTest() {
        f.exchanges = false;
    }

    @AfterEach
    void giveBackMemory() {
        f.close();
    }

    @Test
    void saysNothingOfPiecesAndThenWhatItHas() {
        Peer peer = f.fastPeer();
        assertThat(peer.remote.heard()).containsExactly("extended 0");
        assertThat(peer.connection.pieces().size()).isZero();

        begin(peer);

        assertThat(peer.remote.heard()).containsExactly("BitfieldMessage");
    }

    @Test
    void remembersWhatThePeerToldOfItsPieces() {
        Peer peer = f.fastPeer();
        peer.remote.says(
                new PeerMessage.Have(7), new PeerMessage.BitfieldMessage(new byte[] {0x0C}), new PeerMessage.Have(6));
        assertThat(peer.connection.isSeed()).isFalse();

        begin(peer);

        Bitfield pieces = peer.connection.pieces();
        assertThat(pieces.count()).isEqualTo(3);
        assertThat(pieces.has(4) && pieces.has(5) && pieces.has(6)).isTrue();
        assertThat(peer.remote.heard()).startsWith("extended 0", "BitfieldMessage", "interested");
    }

    @Test
    void asksAtOnceAPeerThatUnchokedItBefore() {
        Peer peer = f.fastPeer().seedsAndUnchokes();
        assertThat(peer.connection.isSeed()).isTrue();
        assertThat(peer.remote.heard("request")).isEmpty();

        begin(peer);

        assertThat(peer.remote.heard("request")).isNotEmpty();
    }

    @Test
    void letsAPeerGoThatHasMorePiecesThanThereAre() {
        Peer tooLong = f.fastPeer();
        tooLong.remote.says(new PeerMessage.BitfieldMessage(new byte[2]));
        Peer tooHigh = f.fastPeer();
        tooHigh.remote.says(new PeerMessage.Have(8));
        assertThat(f.closed).isEmpty();

        begin(tooLong);
        begin(tooHigh);

        assertThat(f.closed).extracting(CloseReason::fault).containsExactly(true, true);
        assertThat(f.closed)
                .extracting(CloseReason::text)
                .containsExactly("bit field: 2 bytes (expected: 1 bytes)", "have: 8 (expected: 0..7)");
    }

    @Test
    void refusesPiecesThatNoTorrentHas() {
        Peer negative = f.fastPeer();
        negative.remote.says(new PeerMessage.Have(-1));
        Peer tooHigh = f.fastPeer();
        tooHigh.remote.says(new PeerMessage.Have(PieceLayout.MAX_PIECES));

        assertThat(f.closed).extracting(CloseReason::fault).containsExactly(true, true);
    }

    @Test
    void rejectsWhatItIsAskedForAndClosesWhereItCannotSaySo() {
        Peer fast = f.fastPeer();
        fast.remote.says(new PeerMessage.Request(0, 0, BLOCK), new PeerMessage.Cancel(0, 0, BLOCK));
        assertThat(fast.remote.heard("reject")).containsExactly("reject 0 0 " + BLOCK);

        Peer plain = f.plainPeer();
        plain.remote.says(new PeerMessage.Request(0, 0, BLOCK));
        assertThat(f.closed)
                .extracting(CloseReason::text)
                .containsExactly("request of piece 0 of a peer that has none");
    }

    @Test
    void doesNotRejectForEver() {
        Peer peer = f.fastPeer();
        for (int i = 0; i < 300 + PeerFixture.MAX_INCOMING; i++) {
            peer.remote.says(new PeerMessage.Request(0, 0, BLOCK));
        }
        assertThat(f.closed).isEmpty();

        peer.remote.says(new PeerMessage.Request(0, 0, BLOCK));

        assertThat(f.closed).extracting(CloseReason::fault).containsExactly(true);
    }

    @Test
    void takesNoBlocks() {
        Peer peer = f.fastPeer();
        peer.remote.says(new PeerMessage.Piece(0, 0, Unpooled.wrappedBuffer(new byte[BLOCK])));

        assertThat(f.closed)
                .extracting(CloseReason::text)
                .containsExactly("block: piece 0 from 0 (expected: none, as none was asked for)");
    }

    @Test
    void refusesABitFieldOfTheWrongLengthThatWasHalfSentWhenItBegan() {
        Peer peer = f.fastPeer();
        peer.remote.begins(new PeerMessage.BitfieldMessage(new byte[2]), 6);

        begin(peer);
        peer.remote.says(out -> out.writeByte(0));

        assertThat(f.closed).extracting(CloseReason::text).containsExactly("bit field: 2 bytes (expected: 1 bytes)");
    }

    @Test
    void closesAPeerThatIsSilent() {
        Peer peer = f.fastPeer();
        f.pass(121, peer);

        assertThat(f.closed).extracting(CloseReason::text).containsExactly("silent for 120 s");
    }

    private void begin(Peer peer) {
        peer.connection.exchangePieces(f);
    }
}
