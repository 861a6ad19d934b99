package io.spate.plugin.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.spate.api.InfoHash;
import io.spate.api.net.TorrentIndex;
import io.spate.testkit.FakeTorrent;
import io.spate.testkit.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The other end lies, stumbles, or speaks something else. */
class HostileHandshakeTest {
    private static final Set<CryptoMethod> BOTH = CryptoMethod.of(3);
    private static final Payload EITHER = new Payload(BOTH, CryptoMethod.PLAINTEXT);
    private static final Payload RC4_ALONE = new Payload(Set.of(CryptoMethod.RC4), CryptoMethod.RC4);
    private static final int PAD = 512;
    /** What one handshake may cost, both ends and this test's own part in it included. */
    private static final int MOST_BYTES = 64 * 1024;

    private final InfoHash torrent = FakeTorrent.ofSeed(1).infoHashes().best();
    private final TorrentIndex index =
            key -> Arrays.equals(key, SharedSecret.keyOf(torrent)) ? Optional.of(torrent) : Optional.empty();
    private final OwnPart ours = part(1, 0);
    private final OwnPart theirs = part(2, 0);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PAD - 1, PAD})
    void takesPadsOfEveryLength(int length) throws Exception {
        Conversation dialler = new Conversation(part(1, length));
        Dialler dialling = new Dialler(torrent, EITHER, new byte[68], dialler);
        dialler.with(dialling);
        dialling.start(part(1, length));
        Conversation acceptor = new Conversation(part(2, length));
        acceptor.with(new Acceptor(index, EITHER, acceptor));

        acceptor.hears(dialler.sent());
        dialler.hears(acceptor.sent());
        acceptor.hears(dialler.sent());
        dialler.hears(acceptor.sent());

        assertThat(acceptor.agreement().torrent()).isEqualTo(torrent);
        assertThat(acceptor.early()).isEqualTo(new byte[68]);
        assertThat(dialler.agreement().method()).isEqualTo(CryptoMethod.PLAINTEXT);
    }

    @Test
    void looksForTheSyncMarkOnlySoFar() throws Exception {
        Conversation end = acceptor(EITHER);
        end.hears(theirs.keys().publicKey());
        end.hears(new byte[PAD + 19]);
        assertThatThrownBy(() -> end.hears(new byte[1])).hasMessage("no sync mark within 512 bytes");
    }

    @Test
    void looksForTheVerificationOnlySoFar() throws Exception {
        Conversation end = dialler();
        end.hears(theirs.keys().publicKey());
        end.hears(new byte[PAD + 7]);
        assertThatThrownBy(() -> end.hears(new byte[1])).hasMessage("no sync mark within 512 bytes");
    }

    @Test
    void keepsLittleWhileTheSecretIsComputed() throws Exception {
        for (Conversation end : new Conversation[] {acceptor(EITHER), dialler()}) {
            end.slow = true;
            end.hears(theirs.keys().publicKey());
            end.hears(new byte[PAD]);
            assertThatThrownBy(() -> end.hears(new byte[2000])).hasMessageContaining("before we answered");
        }
    }

    @Test
    void goesOnWithWhatCameWhileTheSecretWasComputed() throws Exception {
        Conversation end = acceptor(EITHER);
        end.slow = true;
        byte[] message = message(secret(), 0, 3, 0, 0);
        end.hears(theirs.keys().publicKey());
        end.hears(message);
        assertThat(end.isOver()).isFalse();
        end.secretIsThere();
        assertThat(end.isOver()).isTrue();
    }

    @Test
    void refusesADegenerateKey() {
        assertThatThrownBy(() -> acceptor(EITHER).hears(new byte[96])).hasMessageContaining("makes no secret");
        assertThatThrownBy(() -> dialler().hears(new byte[96])).hasMessageContaining("makes no secret");
    }

    @Test
    void seesThatAPeerAnswersPlain() {
        byte[] plain = "\u0013BitTorrent protocol".getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> dialler().hears(Arrays.copyOf(plain, 96))).hasMessage("it answers plain");
    }

    @Test
    void refusesATorrentThatIsNotHere() {
        InfoHash other = FakeTorrent.ofSeed(5).infoHashes().best();
        assertThatThrownBy(
                        () -> answered(EITHER, joined(secret().syncMark(), secret().masked(SharedSecret.keyOf(other)))))
                .hasMessage("it asks for a torrent that is not here");
    }

    @Test
    void refusesAWrongVerification() {
        assertThatThrownBy(() -> answered(EITHER, message(secret(), 1, 3, 0, 0)))
                .hasMessage("verification constant: 1 (expected: 0)");
    }

    @Test
    void refusesAPeerWithoutAMethodInCommon() {
        assertThatThrownBy(() -> answered(RC4_ALONE, message(secret(), 0, 1, 0, 0)))
                .hasMessage("crypto_provide: [PLAINTEXT] (expected: one of [RC4])");
        assertThatThrownBy(() -> answered(EITHER, message(secret(), 0, 0xFFFFFFFC, 0, 0)))
                .hasMessageStartingWith("crypto_provide: []");
    }

    @Test
    void passesOverBitsWithoutAMeaning() throws Exception {
        Conversation end = answered(EITHER, message(secret(), 0, 0xFF000002, 0, 0));
        assertThat(end.agreement().method()).isEqualTo(CryptoMethod.RC4);
    }

    @Test
    void refusesLongPadsAndPayloads() {
        assertThatThrownBy(() -> answered(EITHER, message(secret(), 0, 3, 513, 0)))
                .hasMessage("PadC: 513 bytes (expected: 0..512)");
        assertThatThrownBy(() -> answered(EITHER, message(secret(), 0, 3, 0, 16_385)))
                .hasMessage("initial payload: 16385 bytes (expected: 0..16384)");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 0x80000000})
    void refusesAChoiceThatIsNone(int select) throws Exception {
        Conversation end = new Conversation(ours);
        Dialler dialling = new Dialler(torrent, RC4_ALONE, new byte[68], end);
        end.with(dialling);
        dialling.start(ours);
        end.hears(theirs.keys().publicKey());
        // 3 is RC4 alone for one who offered no more
        if (select == 3) {
            end.hears(choice(select, 0));
            assertThat(end.agreement().method()).isEqualTo(CryptoMethod.RC4);
        } else {
            assertThatThrownBy(() -> end.hears(choice(select, 0))).hasMessageStartingWith("crypto_select: ");
        }
    }

    @Test
    void refusesTwoChoicesAndALongPad() throws Exception {
        Conversation two = dialler();
        two.hears(theirs.keys().publicKey());
        assertThatThrownBy(() -> two.hears(choice(3, 0)))
                .hasMessage("crypto_select: 3 (expected: one of [PLAINTEXT, RC4])");
        Conversation padded = dialler();
        padded.hears(theirs.keys().publicKey());
        assertThatThrownBy(() -> padded.hears(choice(1, 600))).hasMessage("PadD: 600 bytes (expected: 0..512)");
    }

    @Test
    void neverStumblesOverGarbage() {
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            byte[] garbage = new byte[random.nextInt(2500)];
            random.nextBytes(garbage);
            for (Conversation end : new Conversation[] {acceptor(EITHER), dialler()}) {
                try {
                    end.hears(garbage, random, 1 + random.nextInt(200));
                } catch (MseException e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
                assertThat(end.isOver()).isFalse();
            }
        }
    }

    /** The secret is known from the beginning, or a million agreements would take an hour. */
    @Test
    void neverStumblesOverADamagedHandshake() throws Exception {
        SharedSecret secret = secret();
        byte[] offer = ByteBufUtil.getBytes(offer(0, 3, 5, 68));
        byte[] choice = ByteBufUtil.getBytes(plainChoice(2, 7));
        Fuzz fuzz = new Fuzz(4, List.of(offer, choice));
        AtomicInteger agreed = new AtomicInteger();
        fuzz.feed(MOST_BYTES, plain -> {
            boolean isDialled = fuzz.random().nextBoolean();
            Conversation end = isDialled ? acceptor(EITHER) : dialler();
            end.slow = true;
            byte[] hidden = (isDialled ? secret.dialler(torrent) : secret.dialled(torrent)).apply(plain);
            byte[] head = joined(secret.syncMark(), secret.masked(SharedSecret.keyOf(torrent)));
            try {
                end.hears(theirs.keys().publicKey(), fuzz.random(), 96);
                end.secretIs(secret);
                end.hears(
                        isDialled ? joined(head, hidden) : hidden,
                        fuzz.random(),
                        1 + fuzz.random().nextInt(100));
            } catch (MseException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
            agreed.addAndGet(end.isOver() ? 1 : 0);
        });
        assertThat(agreed).hasPositiveValue();
    }

    @Test
    void neverStumblesOverADamagedStream() throws Exception {
        SharedSecret secret = secret();
        Fuzz fuzz = new Fuzz(5, List.of(message(secret, 0, 3, 5, 68), choice(2, 7)));
        fuzz.feed(MOST_BYTES, stream -> {
            for (Conversation end : new Conversation[] {acceptor(EITHER), dialler()}) {
                end.slow = true;
                try {
                    end.hears(theirs.keys().publicKey());
                    end.secretIs(secret);
                    end.hears(stream, fuzz.random(), 1 + fuzz.random().nextInt(100));
                } catch (MseException e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
            }
        });
    }

    private Conversation acceptor(Payload payload) {
        Conversation end = new Conversation(ours);
        return end.with(new Acceptor(index, payload, end));
    }

    private Conversation dialler() {
        Conversation end = new Conversation(ours);
        Dialler dialling = new Dialler(torrent, EITHER, new byte[68], end);
        dialling.start(ours);
        end.sent();
        return end.with(dialling);
    }

    private Conversation answered(Payload payload, byte[] message) throws MseException {
        Conversation end = acceptor(payload);
        end.hears(theirs.keys().publicKey());
        end.hears(message);
        return end;
    }

    /** The third message, as the one who dialled might write it. */
    private byte[] message(SharedSecret secret, long verification, int provide, int pad, int payload) {
        ByteBuf encrypted = offer(verification, provide, pad, payload);
        secret.dialler(torrent).apply(encrypted);
        return joined(
                joined(secret.syncMark(), secret.masked(SharedSecret.keyOf(torrent))), ByteBufUtil.getBytes(encrypted));
    }

    private static ByteBuf offer(long verification, int provide, int pad, int payload) {
        ByteBuf plain = Unpooled.buffer().writeLong(verification).writeInt(provide);
        return plain.writeShort(pad).writeZero(pad).writeShort(payload).writeZero(payload);
    }

    /** The fourth message, as the one who was dialled might write it. */
    private byte[] choice(int select, int pad) throws MseException {
        ByteBuf encrypted = plainChoice(select, pad);
        secret().dialled(torrent).apply(encrypted);
        return ByteBufUtil.getBytes(encrypted);
    }

    private static ByteBuf plainChoice(int select, int pad) {
        return Unpooled.buffer().writeLong(0).writeInt(select).writeShort(pad).writeZero(pad);
    }

    private SharedSecret secret() throws MseException {
        return theirs.keys().agree(ours.keys().publicKey());
    }

    private static OwnPart part(long seed, int pads) {
        byte[] pad = new byte[pads];
        new Random(seed).nextBytes(pad);
        return new OwnPart(KeyPair.random(new Random(seed)), pad, new byte[pads]);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
