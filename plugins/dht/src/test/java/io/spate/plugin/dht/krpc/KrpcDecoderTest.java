package io.spate.plugin.dht.krpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What others get wrong, and what becomes of it. */
class KrpcDecoderTest {
    private static final String ID = "2:id20:abcdefghij0123456789";
    private static final String TARGET = "6:target20:mnopqrstuvwxyz123456";
    private static final String HASH = "9:info_hash20:mnopqrstuvwxyz123456";

    @Test
    void aQueryWithoutAnIdIsAnsweredWithAnError() {
        assertThat(bad(query("", "ping"))).isEqualTo(ErrorCode.PROTOCOL);
        assertThat(bad(query("2:id19:abcdefghij012345678", "ping"))).isEqualTo(ErrorCode.PROTOCOL);
    }

    @Test
    void aQueryWithoutWhatItNeedsIsAnsweredWithAnError() {
        assertThat(bad(query(ID, "find_node"))).isEqualTo(ErrorCode.PROTOCOL);
        assertThat(bad(query(ID, "get_peers"))).isEqualTo(ErrorCode.PROTOCOL);
        assertThat(bad(query(ID + HASH + "4:porti70000e5:token1:x", "announce_peer")))
                .isEqualTo(ErrorCode.PROTOCOL);
        assertThat(bad(query(ID + HASH + "4:porti0e5:token1:x", "announce_peer")))
                .isEqualTo(ErrorCode.PROTOCOL);
        assertThat(bad(query(ID + HASH + "4:porti1e", "announce_peer"))).isEqualTo(ErrorCode.PROTOCOL);
        assertThat(bad(query(ID + "5:token1:x", "put"))).isEqualTo(ErrorCode.PROTOCOL);
        assertThat(bad(query(ID + "1:k2:xx5:token1:x1:v1:y", "put"))).isEqualTo(ErrorCode.PROTOCOL);
    }

    @Test
    void anImpliedPortNeedsNoOther() {
        Query query = (Query) read(query(ID + "12:implied_porti1e" + HASH + "5:token1:x", "announce_peer"));
        assertThat(query.arguments())
                .isInstanceOfSatisfying(Arguments.AnnouncePeer.class, announce -> assertThat(announce.impliedPort())
                        .isTrue());
    }

    @Test
    void aSaltThatIsTooLongHasAnErrorOfItsOwn() {
        String salted = "1:k32:" + "k".repeat(32) + "4:salt65:" + "s".repeat(65) + "3:seqi1e3:sig64:" + "g".repeat(64)
                + "5:token1:x1:v1:y";
        assertThat(bad(query(ID + salted, "put"))).isEqualTo(ErrorCode.SALT_TOO_BIG);
    }

    @Test
    void methodsOfTheFutureAreAnsweredIfTheyNameATarget() {
        assertThat(((Query) read(query(ID + TARGET, "vote"))).arguments()).isInstanceOf(Arguments.Targeted.class);
        assertThat(((Query) read(query(ID + HASH, "vote"))).arguments()).isInstanceOf(Arguments.Targeted.class);
        assertThat(bad(query(ID, "vote"))).isEqualTo(ErrorCode.METHOD_UNKNOWN);
    }

    @Test
    void unsortedKeysAndUnknownOnesArePassedOver() {
        String message = "d1:y1:q1:t2:aa1:zi5e1:q4:ping1:ad2:zz1:x" + ID + "ee";
        assertThat(read(message)).isInstanceOf(Query.class);
    }

    @Test
    void transactionsMayBeAsLongAsTwentyBytes() {
        String id = "1:ad" + ID + "e1:q4:ping";
        assertThat(decode("d" + id + "1:t20:" + "t".repeat(20) + "1:y1:qe")).isPresent();
        assertThat(decode("d" + id + "1:t21:" + "t".repeat(21) + "1:y1:qe")).isEmpty();
        assertThat(decode("d" + id + "1:t0:1:y1:qe")).isEmpty();
        assertThat(decode("d" + id + "1:ti5e1:y1:qe")).isEmpty();
    }

    @Test
    void whatIsNoQueryIsNeverAnswered() {
        assertThat(decode("d1:rd2:id3:abce1:t2:aa1:y1:re")).isEmpty();
        assertThat(decode("d1:t2:aa1:y1:xe")).isEmpty();
        assertThat(decode("d1:t2:aae")).isEmpty();
        assertThat(decode("l1:te")).isEmpty();
        assertThat(decode("d1:t2:aa1:y1:r1:r1:xe")).isEmpty();
    }

    @Test
    void ofAReplyWhatIsUsableIsTaken() {
        String values = "6:valuesl6:\1\2\3\4\5\6i7e3:abc6:\1\2\3\4\0\0e";
        Reply reply =
                (Reply) read("d1:rd" + ID + "5:nodes27:" + "n".repeat(27) + "5:token1:x" + values + "e1:t2:aa1:y1:re");
        assertThat(reply.nodes(Family.IPV4)).hasSize(1);
        assertThat(reply.values()).hasSize(1);
        assertThat(reply.token()).isPresent();
    }

    @Test
    void anErrorMayBeIncomplete() {
        assertThat(read("d1:eli203e3:bade1:t2:aa1:y1:ee"))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(203));
        assertThat(read("d1:ele1:t2:aa1:y1:ee")).isInstanceOf(Failure.class);
        assertThat(read("d1:e3:bad1:t2:aa1:y1:ee")).isInstanceOf(Failure.class);
    }

    @Test
    void longerThanAPacketIsNothing() {
        String padding = "1:z1490:" + "z".repeat(1490);
        assertThat(decode("d1:ad" + ID + "e1:q4:ping1:t2:aa1:y1:q" + padding + "e"))
                .isEmpty();
    }

    @Test
    void aValueIsTakenByteForByte() {
        String value = "d1:b1:x1:a1:ye"; // unsorted: refused later, but not changed
        Query query = (Query) read(query(ID + "5:token1:x1:v" + value, "put"));
        assertThat(query.arguments()).isInstanceOfSatisfying(Arguments.Put.class, put -> {
            assertThat(new String(put.item().value(), StandardCharsets.ISO_8859_1))
                    .isEqualTo(value);
            assertThat(put.item().canonical()).isEmpty();
        });
    }

    private static String query(String arguments, String method) {
        return "d1:ad" + arguments + "e1:q" + method.length() + ":" + method + "1:t2:aa1:y1:qe";
    }

    private static ErrorCode bad(String message) {
        return ((BadQuery) read(message)).code();
    }

    private static KrpcMessage read(String message) {
        return decode(message).orElseThrow();
    }

    private static Optional<KrpcMessage> decode(String message) {
        return KrpcDecoder.decode(message.getBytes(StandardCharsets.ISO_8859_1));
    }
}
