package io.spate.kernel.peer;

import static io.spate.kernel.peer.PeerFixture.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spate.api.PieceLayout;
import io.spate.api.peer.PeerMessage;
import io.spate.api.peer.PeerMessage.Signal;
import io.spate.api.peer.PeerTrait;
import io.spate.kernel.Vectors;
import io.spate.kernel.peer.PeerFixture.Peer;
import io.spate.kernel.wire.ExtensionHandshake;
import io.spate.kernel.wire.PeerWireEncoder;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a peer tells of its pieces, and we of ours, by extended messages. */
class PieceNoticesTest {
    private static final int EXTENDED_HEADER = 6;

    private final PeerFixture f = new PeerFixture(0);
    private int dontHave;
    private int uploadOnly;

    @AfterEach
    void giveBackMemory() {
        f.close();
    }

    @Test
    void readsTheVectors() {
        for (JsonNode vector : Vectors.cases("small-extensions.json")) {
            byte[] message = Vectors.bytes(vector, "message_hex");
            byte[] payload = Arrays.copyOfRange(message, EXTENDED_HEADER, message.length);
            String extension = vector.at("/fields/extension").asText();
            Peer peer = introduced(f.fastPeer());
            if (extension.equals("lt_donthave")) {
                peer.remote.says(new PeerMessage.Extended(dontHave, payload));
                assertThat(f.closed).extracting(CloseReason::text).containsExactly("lt_donthave: 25 (expected: 0..7)");
            } else if (extension.equals("upload_only")) {
                peer.remote.says(new PeerMessage.Extended(uploadOnly, payload));
                assertThat(peer.connection.isUploadOnly())
                        .isEqualTo(vector.at("/fields/value").asInt() == 1);
            }
        }
    }

    @Test
    void ceasesToBeInterestedInWhatThePeerLost() {
        Peer peer = introduced(f.fastPeer());
        peer.remote.says(new PeerMessage.Have(3));
        peer.remote.heard();

        peer.remote.says(lost(3), lost(3), lost(4));

        assertThat(peer.remote.heard()).containsExactly("not interested");
        assertThat(peer.connection.pieces().isEmpty()).isTrue();
        assertThat(f.picker.availability(3)).isZero();
        assertThat(f.picker.availability(4)).isZero();
    }

    @Test
    void countsASeedThatLostAPieceByTheOthers() {
        Peer peer = introduced(f.fastPeer());
        peer.remote.says(Signal.HAVE_ALL, lost(3));
        assertThat(peer.connection.isSeed()).isFalse();
        assertThat(f.picker.availability(3)).isZero();
        assertThat(f.picker.availability(4)).isEqualTo(1);

        peer.remote.says(new PeerMessage.Have(3));
        assertThat(f.picker.availability(3)).isEqualTo(1);
        peer.connection.close("over");
        assertThat(f.picker.availability(3)).isZero();
        assertThat(f.picker.availability(4)).isZero();
    }

    @Test
    void asksOthersForWhatAPeerWithoutRejectsLost() {
        Peer peer = introduced(f.peerWithoutFast());
        peer.remote.says(new PeerMessage.Have(0), new PeerMessage.Have(1), Signal.UNCHOKE);
        assertThat(peer.remote.heard("request")).hasSize(8);

        peer.remote.says(lost(0));
        assertThat(peer.connection.status().requests()).isEqualTo(4);
        Peer other = f.fastPeer();
        other.remote.says(new PeerMessage.Have(0), Signal.UNCHOKE);
        assertThat(other.remote.heard("request")).hasSize(4);
    }

    /** BEP 54: with the fast extension a request stands until it is answered or rejected. */
    @Test
    void waitsForTheRejectsOfAPeerThatKnowsThem() {
        Peer peer = introduced(f.fastPeer());
        peer.remote.says(new PeerMessage.Have(0), Signal.UNCHOKE);
        assertThat(peer.remote.heard("request")).hasSize(4);

        peer.remote.says(lost(0));
        assertThat(peer.connection.status().requests()).isEqualTo(4);
        peer.remote.says(out -> {
            for (int block = 0; block < 4; block++) {
                PeerWireEncoder.reject(out, 0, block * BLOCK, BLOCK);
            }
        });
        assertThat(peer.connection.status().requests()).isZero();
        assertThat(peer.remote.heard("request")).isEmpty();
        assertThat(f.closed).isEmpty();
    }

    @Test
    void remembersWhatWasLostBeforePiecesAreKnown() {
        f.exchanges = false;
        Peer peer = introduced(f.fastPeer());
        peer.remote.says(Signal.HAVE_ALL, lost(3), lost(4), new PeerMessage.Have(4));
        assertThat(peer.connection.isSeed()).isFalse();

        f.time.run(() -> peer.connection.exchangePieces(f));

        assertThat(peer.connection.pieces().nextClear(0)).isEqualTo(3);
        assertThat(peer.connection.pieces().count()).isEqualTo(PeerFixture.PIECES - 1);
    }

    @Test
    void letsAPeerGoThatLostWhatNoTorrentHas() {
        f.exchanges = false;
        introduced(f.fastPeer()).remote.says(lost(-1));
        f.exchanges = true;
        introduced(f.fastPeer()).remote.says(new PeerMessage.Extended(dontHave, new byte[3]));
        introduced(f.fastPeer()).remote.says(new PeerMessage.Extended(uploadOnly, new byte[0]));

        assertThat(f.closed).extracting(CloseReason::fault).containsExactly(true, true, true);
        assertThat(f.closed)
                .extracting(CloseReason::text)
                .containsExactly(
                        "lt_donthave: -1 (expected: 0.." + (PieceLayout.MAX_PIECES - 1) + ")",
                        "lt_donthave length: 3 (expected: 4)",
                        "upload_only length: 0 (expected: 1)");
    }

    @Test
    void keepsCountWhateverAPeerGetsAndLoses() {
        Random random = new Random(7);
        Peer peer = introduced(f.fastPeer());
        for (int i = 0; i < 2_000; i++) {
            int piece = random.nextInt(PeerFixture.PIECES);
            switch (random.nextInt(12)) {
                case 0 -> peer.remote.says(Signal.HAVE_ALL);
                case 1 -> peer.remote.says(Signal.HAVE_NONE);
                case 2, 3, 4, 5, 6 -> peer.remote.says(new PeerMessage.Have(piece));
                default -> peer.remote.says(lost(piece));
            }
            for (int each = 0; each < PeerFixture.PIECES; each++) {
                assertThat(f.picker.availability(each))
                        .isEqualTo(peer.connection.pieces().has(each) ? 1 : 0);
            }
            assertThat(peer.connection.status().amInterested())
                    .isEqualTo(!peer.connection.pieces().isEmpty());
        }
        assertThat(f.closed).isEmpty();
    }

    @Test
    void tellsAPeerThatItWantsNoMoreAsThePeerLikesToHearIt() {
        Peer knows = introduced(f.fastPeer());
        knows.remote.says(introduction(ExtensionHandshake.builder().messages(Map.of("upload_only", 9))));
        Peer doesNot = introduced(f.fastPeer());
        f.uploadOnly = true;
        knows.connection.onWantedChanged();
        doesNot.connection.onWantedChanged();
        knows.connection.onWantedChanged();

        assertThat(knows.remote.heard()).containsExactly("extended 9");
        assertThat(knows.remote.lastExtended()).containsExactly(1);
        assertThat(doesNot.remote.heard()).containsExactly("extended 0");
        assertThat(doesNot.remote.introduction().uploadOnly()).contains(true);

        f.uploadOnly = false;
        knows.connection.onWantedChanged();
        assertThat(knows.remote.heard()).containsExactly("extended 9");
        assertThat(knows.remote.lastExtended()).containsExactly(0);
    }

    @Test
    void believesThePeerThatWantsNoMoreAndThatWantsAgain() {
        Peer peer = introduced(f.fastPeer());
        peer.remote.says(new PeerMessage.Extended(uploadOnly, new byte[] {1}));
        assertThat(peer.connection.traits()).contains(PeerTrait.UPLOAD_ONLY);
        peer.remote.says(new PeerMessage.Extended(uploadOnly, new byte[] {0}));
        assertThat(peer.connection.traits()).doesNotContain(PeerTrait.UPLOAD_ONLY);
    }

    private PeerMessage lost(int piece) {
        byte[] index = {(byte) (piece >> 24), (byte) (piece >> 16), (byte) (piece >> 8), (byte) piece};
        return new PeerMessage.Extended(dontHave, index);
    }

    /** We have told it our ids. */
    private Peer introduced(Peer peer) {
        peer.remote.heard();
        Map<String, Integer> ids = peer.remote.introduction().messages();
        dontHave = ids.get("lt_donthave");
        uploadOnly = ids.get("upload_only");
        return peer;
    }

    private static PeerMessage introduction(ExtensionHandshake.Builder handshake) {
        return new PeerMessage.Extended(0, handshake.build().encode(Map.of()));
    }
}
