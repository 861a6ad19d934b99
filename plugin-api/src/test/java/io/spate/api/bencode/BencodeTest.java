package io.spate.api.bencode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.spate.api.Vectors;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class BencodeTest {
    @TestFactory
    Stream<DynamicTest> readsStrictlyWhatTheVectorsSay() {
        return Vectors.tests("bencode.json", vector -> {
            byte[] input = Vectors.bytes(vector, "input_hex");
            JsonNode expected = vector.required("strict");
            if (expected.required("ok").asBoolean()) {
                assertThat(Bencode.read(input)).isEqualTo(typed(expected.required("value")));
            } else {
                assertFault(() -> Bencode.read(input), expected);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> readsTolerantlyWhatTheVectorsSay() {
        return Vectors.tests("bencode.json", vector -> {
            byte[] input = Vectors.bytes(vector, "input_hex");
            JsonNode expected = vector.required("tolerant");
            if (expected.required("ok").asBoolean()) {
                BencodeRead read = Bencode.readTolerant(input);
                assertThat(inOrder(read.value())).isEqualTo(inOrder(expected.required("value")));
                assertThat(read.consumed())
                        .isEqualTo(expected.required("consumed").asInt());
                List<String> faults = new ArrayList<>();
                expected.required("non_canonical").forEach(fault -> faults.add(fault.asText()));
                assertThat(read.nonCanonical()).extracting(BencodeFault::label).containsExactlyElementsOf(faults);
                assertThat(Bencode.tryReadTolerant(input)).contains(read);
            } else {
                assertFault(() -> Bencode.readTolerant(input), expected);
                assertThat(Bencode.tryReadTolerant(input)).isEmpty();
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> writesWhatTheVectorsSay() {
        return Vectors.tests("bencode-encode.json", vector -> assertThat(Bencode.write(typed(vector.required("value"))))
                .isEqualTo(Vectors.bytes(vector, "output_hex")));
    }

    @TestFactory
    Stream<DynamicTest> readsExtendedHandshakesAndWritesThemBack() {
        return Vectors.tests("extension-handshake.json", vector -> {
            byte[] message = Vectors.bytes(vector, "message_hex");
            byte[] payload = Arrays.copyOfRange(message, 6, message.length);
            BencodeValue read = Bencode.read(payload);
            assertThat(read).isEqualTo(typed(vector.required("value")));
            assertThat(Bencode.write(read)).isEqualTo(payload);
        });
    }

    @Test
    void looksUpByKeyAndKind() {
        BencodeDictionary dictionary =
                (BencodeDictionary) Bencode.read(bytes("d1:dd1:xi1ee1:ii-7e1:lli1e1:ae1:s3:abc3:\u00c3\u00a9ti2ee"));
        assertThat(dictionary.string("s")).contains(BencodeValue.of("abc"));
        assertThat(dictionary.text("s")).contains("abc");
        assertThat(dictionary.integer("i")).hasValue(-7);
        assertThat(dictionary.list("l").orElseThrow().strings()).containsExactly(BencodeValue.of("a"));
        assertThat(dictionary.dictionary("d").orElseThrow().integer("x")).hasValue(1);
        assertThat(dictionary.integer("\u00e9t")).hasValue(2);
        assertThat(dictionary.value("l")).containsInstanceOf(BencodeList.class);
        assertThat(dictionary.has("s")).isTrue();
    }

    @Test
    void aLookUpOfTheWrongKindFindsNothing() {
        BencodeDictionary dictionary = (BencodeDictionary) Bencode.read(bytes("d1:ii99999999999999999999e1:s0:e"));
        assertThat(dictionary.integer("s")).isEmpty();
        assertThat(dictionary.string("i")).isEmpty();
        assertThat(dictionary.list("i")).isEmpty();
        assertThat(dictionary.dictionary("s")).isEmpty();
        assertThat(dictionary.integer("i")).isEmpty();
        assertThat(dictionary.value("i")).contains(BencodeInteger.of(new BigInteger("99999999999999999999")));
        assertThat(dictionary.value("")).isEmpty();
        assertThat(dictionary.value("ii")).isEmpty();
    }

    @Test
    void ofKeysThatCameTwiceTheFirstCounts() {
        BencodeRead read = Bencode.readTolerant(bytes("d1:bi1e1:ai2e1:bi3ee"));
        assertThat(read.dictionary().integer("b")).hasValue(1);
        assertThat(read.nonCanonical()).containsExactly(BencodeFault.UNSORTED_KEY);
        assertThat(Bencode.write(read.value())).isEqualTo(bytes("d1:ai2e1:bi1ee"));
    }

    @Test
    void tellsWhereAValueStands() {
        byte[] input = bytes("d4:infod1:ali1eee0:i5ee");
        BencodeDictionary dictionary = Bencode.readTolerant(input).dictionary();
        BencodeSpan span = dictionary.span("info").orElseThrow();
        assertThat(Arrays.copyOfRange(input, span.offset(), span.end())).isEqualTo(bytes("d1:ali1eee"));
        assertThat(dictionary.span("")).contains(new BencodeSpan(19, 3));
        assertThat(dictionary.span("x")).isEmpty();
        BencodeDictionary info = dictionary.dictionary("info").orElseThrow();
        assertThat(info.span("a")).contains(new BencodeSpan(11, 5));
        assertThat(BencodeDictionary.builder().put("a", 1).build().span("a")).isEmpty();
    }

    @Test
    void leavesWhatFollowsAMessageAlone() {
        ByteBuf message = Unpooled.wrappedBuffer(bytes("xd8:msg_typei1eerest"), 1, 19);
        BencodeRead read = Bencode.readTolerant(message);
        assertThat(read.dictionary().integer("msg_type")).hasValue(1);
        assertThat(read.consumed()).isEqualTo(15);
        assertThat(message.readableBytes()).isEqualTo(19);
        assertThatThrownBy(() -> Bencode.readTolerant(Unpooled.buffer(4 << 20).writeZero(3 << 20)))
                .hasMessage("too_large: 3145728 bytes (expected: at most 2097152)");
    }

    @Test
    void refusesAnotherKindThanADictionary() {
        assertThatThrownBy(() -> Bencode.readTolerant(bytes("li1ee")).dictionary())
                .isInstanceOf(SpateException.class)
                .hasMessage("wrong_kind at byte 0: [1] (expected: a dictionary)");
    }

    @Test
    void saysWhatItWasAndWhatWasExpected() {
        assertThatThrownBy(() -> Bencode.read(bytes("d3:cow100:moo")))
                .hasMessage("unexpected_end at byte 9: length 100 of a string (expected: 0..3)");
        assertThatThrownBy(() -> Bencode.read(bytes("d1:bi1e1:ai1ee")))
                .hasMessage("unsorted_key at byte 7: key \"a\" (expected: canonical bencoding)");
        assertThatThrownBy(() -> Bencode.read(bytes("i1\u0000e")))
                .hasMessage("expected_digit at byte 2: 0x00 (expected: a digit)");
    }

    @Test
    void limitsSizeDepthAndNumberOfValues() {
        assertThatThrownBy(() -> Bencode.read(new byte[11], new BencodeLimits(10, 1, 1)))
                .hasMessage("too_large: 11 bytes (expected: at most 10)");
        assertThatThrownBy(() -> Bencode.read(bytes("ld0:leee"), new BencodeLimits(10, 2, 10)))
                .hasMessage("depth_exceeded at byte 4: depth 3 (expected: at most 2)");
        BencodeLimits threeValues = new BencodeLimits(100, 9, 3);
        assertThat(Bencode.read(bytes("d1:ai1ee"), threeValues)).isNotNull();
        assertThatThrownBy(() -> Bencode.read(bytes("d1:ai1e1:bi1ee"), threeValues))
                .hasMessage("too_many_values at byte 10: more than 3 values");
        assertThatThrownBy(() -> Bencode.read(bytes("lllleeee"), threeValues))
                .hasMessageStartingWith("too_many_values");
    }

    @Test
    void readsAsDeepAsTheLimitGoesWithoutRecursion() {
        int depth = 1000;
        byte[] input = bytes("l".repeat(depth) + "e".repeat(depth));
        BencodeValue value = Bencode.read(input, new BencodeLimits(input.length, depth, depth));
        assertThat(Bencode.write(value)).isEqualTo(input);
        assertFault("depth_exceeded", () -> Bencode.readTolerant(bytes("d1:a".repeat(500_000))));
    }

    @Test
    void refusesAnIntegerThatWouldTakeForEverToRead() {
        assertFault("integer_too_long", () -> Bencode.readTolerant(bytes("i" + "9".repeat(1_000_000) + "e")));
        assertFault("integer_too_long", () -> Bencode.readTolerant(bytes("i" + "0".repeat(1_000_000) + "e")));
        assertThat(Bencode.readTolerant(bytes("0".repeat(1_000_000) + "1:a")).value())
                .isEqualTo(BencodeValue.of("a"));
    }

    @Test
    void everyPrefixOfAMessageIsUnfinished() {
        byte[] input = bytes("d1:ad2:idi-12e1:tl2:xx0:ee1:q4:ping1:y1:qe");
        assertThat(Bencode.read(input)).isInstanceOf(BencodeDictionary.class);
        for (int length = 0; length < input.length; length++) {
            byte[] prefix = Arrays.copyOf(input, length);
            assertFault("unexpected_end", () -> Bencode.readTolerant(prefix));
        }
    }

    @Test
    void survivesGarbageAndMutations() {
        Random random = new Random(3);
        byte[] message =
                bytes("d1:ad2:id20:abcdefghij01234567899:info_hash20:mnopqrstuvwxyz123456e1:q9:get_peers1:t2:aae");
        byte[] alphabet = bytes("ilde0123456789:-");
        for (int i = 0; i < 50_000; i++) {
            byte[] input = i % 2 == 0 ? message.clone() : new byte[random.nextInt(40)];
            for (int change = 0; change < (i % 2 == 0 ? 3 : input.length); change++) {
                input[i % 2 == 0 ? random.nextInt(input.length) : change] = alphabet[random.nextInt(alphabet.length)];
            }
            boolean tolerated = Bencode.tryReadTolerant(input).isPresent();
            try {
                assertThat(Bencode.write(Bencode.read(input))).isEqualTo(input);
                assertThat(tolerated).isTrue();
            } catch (SpateException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.BAD_BENCODE);
            }
        }
    }

    @Test
    void whatWasReadTolerantlyIsReadStrictlyOnceItIsWritten() {
        Random random = new Random(4);
        byte[] alphabet = bytes("ilde01:-23aa");
        int read = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] input = new byte[1 + random.nextInt(14)];
            for (int k = 0; k < input.length; k++) {
                input[k] = alphabet[random.nextInt(alphabet.length)];
            }
            BencodeRead found = Bencode.tryReadTolerant(input).orElse(null);
            if (found != null) {
                byte[] canonical = Bencode.write(found.value());
                assertThat(Bencode.write(Bencode.read(canonical))).isEqualTo(canonical);
                read++;
            }
        }
        assertThat(read).isGreaterThan(1000);
    }

    @Test
    void comparesAndPrintsValues() {
        BencodeString a = BencodeValue.of("a");
        assertThat(a).isEqualTo(BencodeValue.of(new byte[] {'a'})).hasSameHashCodeAs(BencodeValue.of("a"));
        assertThat(a).isLessThan(BencodeValue.of("aa")).isLessThan(BencodeValue.of(new byte[] {(byte) 0x80}));
        assertThat(a.is("a")).isTrue();
        assertThat(a.is("b")).isFalse();
        assertThat(a.is("")).isFalse();
        assertThat(a.byteAt(0)).isEqualTo((byte) 'a');
        assertThatThrownBy(() -> a.byteAt(1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(BencodeValue.of(5)).isEqualTo(BencodeInteger.of(BigInteger.valueOf(5)));
        assertThat(BencodeInteger.of(BigInteger.TWO.pow(64)).value()).isEmpty();
        assertThat(BencodeDictionary.builder()
                        .put("b", "x")
                        .put("a", new byte[200])
                        .build())
                .hasToString("{\"a\": <200 bytes>, \"b\": \"x\"}");
        assertThat(BencodeValue.of("\u202e")).hasToString("<3 bytes>");
    }

    private static BencodeValue typed(JsonNode node) {
        JsonNode content = node.path("v");
        return switch (node.required("t").asText()) {
            case "i" -> BencodeInteger.of(new BigInteger(content.asText()));
            case "s" -> BencodeValue.of(Vectors.bytes(node, "hex"));
            case "l" -> {
                List<BencodeValue> values = new ArrayList<>();
                content.forEach(value -> values.add(typed(value)));
                yield new BencodeList(values);
            }
            case "d" -> {
                BencodeDictionary.Builder builder = BencodeDictionary.builder();
                content.forEach(entry -> builder.put(
                        BencodeValue.of(HexFormat.of().parseHex(entry.get(0).asText())), typed(entry.get(1))));
                yield builder.build();
            }
            default -> throw new AssertionError(node);
        };
    }

    /** A text that keeps order and duplicates, which built dictionaries do not. */
    private static String inOrder(JsonNode node) {
        StringBuilder text = new StringBuilder(node.required("t").asText());
        switch (node.required("t").asText()) {
            case "i" -> text.append(node.required("v").asText());
            case "s" -> text.append(node.required("hex").asText());
            case "l" ->
                node.required("v").forEach(value -> text.append(inOrder(value)).append(','));
            default ->
                node.required("v").forEach(entry -> text.append(entry.get(0).asText())
                        .append('=')
                        .append(inOrder(entry.get(1)))
                        .append(','));
        }
        return text.append(';').toString();
    }

    private static String inOrder(BencodeValue value) {
        StringBuilder text = new StringBuilder();
        if (value instanceof BencodeInteger integer) {
            text.append('i').append(integer.bigValue());
        } else if (value instanceof BencodeString string) {
            text.append('s').append(hex(string));
        } else if (value instanceof BencodeList list) {
            text.append('l');
            list.forEach(element -> text.append(inOrder(element)).append(','));
        } else if (value instanceof BencodeDictionary dictionary) {
            text.append('d');
            dictionary.forEach((key, entry) ->
                    text.append(hex(key)).append('=').append(inOrder(entry)).append(','));
        }
        return text.append(';').toString();
    }

    private static String hex(BencodeString string) {
        return HexFormat.of().formatHex(string.toBytes());
    }

    private static void assertFault(Runnable read, JsonNode expected) {
        assertFault(expected.required("error").asText(), read);
    }

    private static void assertFault(String label, Runnable read) {
        SpateException thrown = catchThrowableOfType(SpateException.class, read::run);
        assertThat(thrown).as("thrown").isNotNull();
        assertThat(thrown.code()).isEqualTo(ErrorCode.BAD_BENCODE);
        assertThat(thrown.getMessage()).matches(label + "( at byte \\d+)?: .*");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
