package io.spate.plugin.encryption;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.InfoHash;
import io.spate.api.net.TorrentIndex;
import java.util.Set;

/** The end that was dialled. In the words of the specification: B. */
final class Acceptor implements MseHandshake {
    private static final int VERIFICATION_LENGTH = 8;
    private static final int PROVIDE_LENGTH = 14;
    private static final int SIZE_LENGTH = 2;
    /** Others send 68 bytes, their handshake; the field could say 65,535. */
    private static final int MAX_INITIAL_PAYLOAD = 16 * 1024;

    private final TorrentIndex torrents;
    private final Payload payload;
    private final Output output;
    private final Inbox inbox = new Inbox();
    private State state = State.KEY;
    private SharedSecret secret;
    private byte[] syncMark;
    private byte[] innerPad;
    private InfoHash torrent;
    private Rc4 encrypt;
    private Rc4 decrypt;
    private CryptoMethod method;
    /** Of the pad, then of the initial payload. */
    private int length;

    private enum State {
        /** Their public key comes. */
        KEY,
        /** The secret is being computed. */
        SECRET,
        /** Their padding comes, and behind it the sync mark. */
        SYNC,
        /** The torrent, hidden. */
        TORRENT,
        /** The verification constant and what they offer. */
        PROVIDE,
        PAD,
        PAYLOAD_LENGTH,
        INITIAL_PAYLOAD,
        DONE
    }

    Acceptor(TorrentIndex torrents, Payload payload, Output output) {
        this.torrents = torrents;
        this.payload = payload;
        this.output = output;
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
    public void onAgreed(OwnPart ours, SharedSecret agreed) throws MseException {
        secret = agreed;
        syncMark = agreed.syncMark();
        innerPad = ours.innerPad();
        state = State.SYNC;
        output.send(Unpooled.wrappedBuffer(ours.keys().publicKey(), ours.pad()));
        goOn();
    }

    private void goOn() throws MseException {
        boolean moved;
        do {
            moved = switch (state) {
                case KEY -> readKey();
                case SYNC -> readSync();
                case TORRENT -> readTorrent();
                case PROVIDE -> readProvide();
                case PAD -> skipPad();
                case PAYLOAD_LENGTH -> readPayloadLength();
                case INITIAL_PAYLOAD -> readInitialPayload();
                case SECRET, DONE -> false;
            };
        } while (moved);
    }

    private boolean readKey() {
        if (!inbox.has(KeyPair.LENGTH)) {
            return false;
        }
        state = State.SECRET;
        output.agree(inbox.take(KeyPair.LENGTH));
        return false; // goes on when the secret is there, which may have been at once
    }

    private boolean readSync() throws MseException {
        if (!inbox.skipTo(syncMark, OwnPart.MAX_PAD)) {
            return false;
        }
        state = State.TORRENT;
        return true;
    }

    private boolean readTorrent() throws MseException {
        if (!inbox.has(SharedSecret.HASH_LENGTH)) {
            return false;
        }
        torrent = torrents.find(secret.masked(inbox.take(SharedSecret.HASH_LENGTH)))
                .orElseThrow(() -> new MseException("it asks for a torrent that is not here"));
        encrypt = secret.dialled(torrent);
        decrypt = secret.dialler(torrent);
        state = State.PROVIDE;
        return true;
    }

    private boolean readProvide() throws MseException {
        if (!inbox.has(PROVIDE_LENGTH)) {
            return false;
        }
        ByteBuf provide = Unpooled.wrappedBuffer(decrypt.apply(inbox.take(PROVIDE_LENGTH)));
        long verification = provide.readLong();
        if (verification != 0) {
            throw MseException.of("verification constant", Long.toHexString(verification), "0");
        }
        Set<CryptoMethod> offered = CryptoMethod.of(provide.readInt());
        method = payload.choose(offered)
                .orElseThrow(() -> MseException.of("crypto_provide", offered, "one of " + payload.methods()));
        length = OwnPart.checkedPad("PadC", provide.readUnsignedShort());
        state = State.PAD;
        return true;
    }

    private boolean skipPad() {
        if (!inbox.has(length)) {
            return false;
        }
        decrypt.apply(inbox.take(length));
        state = State.PAYLOAD_LENGTH;
        return true;
    }

    private boolean readPayloadLength() throws MseException {
        if (!inbox.has(SIZE_LENGTH)) {
            return false;
        }
        length = Unpooled.wrappedBuffer(decrypt.apply(inbox.take(SIZE_LENGTH))).readUnsignedShort();
        if (length > MAX_INITIAL_PAYLOAD) {
            throw MseException.of("initial payload", length + " bytes", "0.." + MAX_INITIAL_PAYLOAD);
        }
        state = State.INITIAL_PAYLOAD;
        output.send(answer());
        return true;
    }

    private ByteBuf answer() {
        ByteBuf message = Unpooled.buffer();
        message.writeZero(VERIFICATION_LENGTH);
        message.writeInt(CryptoMethod.bits(Set.of(method)));
        message.writeShort(innerPad.length).writeBytes(innerPad);
        encrypt.apply(message);
        return message;
    }

    private boolean readInitialPayload() {
        if (!inbox.has(length)) {
            return false;
        }
        state = State.DONE;
        ByteBuf early = inbox.rest();
        // The initial payload is encrypted whatever was chosen for what follows.
        decrypt.apply(early, early.readerIndex(), method == CryptoMethod.RC4 ? early.readableBytes() : length);
        output.done(new Agreement(torrent, method, encrypt, decrypt, early));
        return false;
    }
}
