package io.spate.plugin.encryption;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.InfoHash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The end that opened the connection. In the words of the specification: A. */
final class Dialler implements MseHandshake {
    private static final int VERIFICATION_LENGTH = 8;
    private static final int SELECT_LENGTH = 6;

    private static final byte[] PLAIN = "\u0013BitTorrent protocol".getBytes(StandardCharsets.US_ASCII);

    private final InfoHash torrent;
    private final Set<CryptoMethod> offered;
    private final byte[] initialPayload;
    private final Output output;
    private final Inbox inbox = new Inbox();
    private State state = State.KEY;
    private Rc4 encrypt;
    private Rc4 decrypt;
    private byte[] verification;
    private CryptoMethod method;
    private int padLength;

    private enum State {
        /** Their public key comes. */
        KEY,
        /** The secret is being computed. */
        SECRET,
        /** Their padding comes, and behind it the verification constant. */
        VERIFICATION,
        /** What they chose. */
        SELECT,
        PAD,
        DONE
    }

    /**
     * @param torrent 20 bytes, which the other end must have
     * @param initialPayload our handshake, which goes along; not copied
     */
    Dialler(InfoHash torrent, Payload payload, byte[] initialPayload, Output output) {
        this.torrent = torrent;
        this.offered = payload.methods();
        this.initialPayload = initialPayload;
        this.output = output;
    }

    /** Sends the first bytes. Called once, before all else. */
    void start(OwnPart ours) {
        output.send(Unpooled.wrappedBuffer(ours.keys().publicKey(), ours.pad()));
    }

    @Override
    public void feed(ByteBuf bytes) throws MseException {
        inbox.add(bytes);
        goOn();
        if (state == State.SECRET) {
            inbox.checkWaiting();
        }
    }

    @Override
    public void onAgreed(OwnPart ours, SharedSecret secret) throws MseException {
        encrypt = secret.dialler(torrent);
        decrypt = secret.dialled(torrent);
        verification = decrypt.apply(new byte[VERIFICATION_LENGTH]);
        ByteBuf message = Unpooled.buffer();
        message.writeBytes(secret.syncMark());
        message.writeBytes(secret.masked(SharedSecret.keyOf(torrent)));
        int plain = message.writerIndex();
        message.writeZero(VERIFICATION_LENGTH);
        message.writeInt(CryptoMethod.bits(offered));
        message.writeShort(ours.innerPad().length).writeBytes(ours.innerPad());
        message.writeShort(initialPayload.length).writeBytes(initialPayload);
        encrypt.apply(message, plain, message.writerIndex() - plain);
        state = State.VERIFICATION;
        output.send(message);
        goOn();
    }

    private void goOn() throws MseException {
        boolean moved;
        do {
            moved = switch (state) {
                case KEY -> readKey();
                case VERIFICATION -> readVerification();
                case SELECT -> readSelect();
                case PAD -> skipPad();
                case SECRET, DONE -> false;
            };
        } while (moved);
    }

    private boolean readKey() throws MseException {
        if (!inbox.has(KeyPair.LENGTH)) {
            return false;
        }
        byte[] key = inbox.take(KeyPair.LENGTH);
        if (Arrays.equals(key, 0, PLAIN.length, PLAIN, 0, PLAIN.length)) {
            throw new MseException("it answers plain");
        }
        state = State.SECRET;
        output.agree(key);
        return false; // goes on when the secret is there, which may have been at once
    }

    private boolean readVerification() throws MseException {
        if (!inbox.skipTo(verification, OwnPart.MAX_PAD)) {
            return false;
        }
        state = State.SELECT;
        return true;
    }

    private boolean readSelect() throws MseException {
        if (!inbox.has(SELECT_LENGTH)) {
            return false;
        }
        ByteBuf select = Unpooled.wrappedBuffer(decrypt.apply(inbox.take(SELECT_LENGTH)));
        int bits = select.readInt();
        Set<CryptoMethod> selected = CryptoMethod.of(bits & CryptoMethod.bits(offered));
        Optional<CryptoMethod> only = selected.stream().findFirst();
        if (selected.size() != 1) {
            throw MseException.of("crypto_select", Integer.toHexString(bits), "one of " + offered);
        }
        method = only.orElseThrow();
        padLength = OwnPart.checkedPad("PadD", select.readUnsignedShort());
        state = State.PAD;
        return true;
    }

    private boolean skipPad() {
        if (!inbox.has(padLength)) {
            return false;
        }
        decrypt.apply(inbox.take(padLength));
        state = State.DONE;
        ByteBuf early = inbox.rest();
        if (method == CryptoMethod.RC4) {
            decrypt.apply(early);
        }
        output.done(new Agreement(torrent, method, encrypt, decrypt, early));
        return false;
    }
}
