package io.spate.plugin.encryption;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Optional;
import java.util.Random;

/** One end of a handshake as a test has it: what it sent, and what it led to. The secret is computed at once, or when told. */
final class Conversation implements MseHandshake.Output {
    private final OwnPart ours;
    private final ByteBuf sent = Unpooled.buffer();
    private MseHandshake handshake;
    private Optional<byte[]> waiting = Optional.empty();
    private Optional<Agreement> agreement = Optional.empty();
    private MseException failure;
    /** Whether the secret takes its time. */
    boolean slow;

    Conversation(OwnPart ours) {
        this.ours = ours;
    }

    Conversation with(MseHandshake begun) {
        handshake = begun;
        return this;
    }

    /** Cuts the bytes at random; stops when the handshake is over, and gives what is left to what follows. */
    void hears(byte[] bytes, Random random, int longest) throws MseException {
        ByteBuf stream = Unpooled.wrappedBuffer(bytes);
        while (stream.isReadable() && agreement.isEmpty()) {
            handshake.feed(stream.readSlice(Math.min(stream.readableBytes(), 1 + random.nextInt(longest))));
            if (failure != null) {
                throw failure;
            }
        }
        agreement.ifPresent(done -> {
            ByteBuf rest = stream.copy();
            if (done.method() == CryptoMethod.RC4) {
                done.decrypt().apply(rest);
            }
            done.early().writeBytes(rest);
        });
    }

    void hears(byte[] bytes) throws MseException {
        hears(bytes, new Random(1), bytes.length);
    }

    void secretIsThere() throws MseException {
        handshake.onAgreed(ours, ours.keys().agree(waiting.orElseThrow()));
    }

    /** As if it had been computed. Nothing happens if their key is not whole yet. */
    void secretIs(SharedSecret known) throws MseException {
        if (waiting.isPresent()) {
            handshake.onAgreed(ours, known);
        }
    }

    /** What was sent since the last call. */
    byte[] sent() {
        byte[] bytes = ByteBufUtil.getBytes(sent);
        sent.clear();
        return bytes;
    }

    Agreement agreement() {
        return agreement.orElseThrow(() -> new AssertionError("the handshake is not over"));
    }

    boolean isOver() {
        return agreement.isPresent();
    }

    byte[] early() {
        return ByteBufUtil.getBytes(agreement().early());
    }

    @Override
    public void send(ByteBuf bytes) {
        sent.writeBytes(bytes);
        bytes.release();
    }

    @Override
    public void agree(byte[] theirKey) {
        waiting = Optional.of(theirKey);
        if (!slow) {
            try {
                secretIsThere();
            } catch (MseException e) {
                failure = e;
            }
        }
    }

    @Override
    public void done(Agreement agreed) {
        agreement = Optional.of(agreed);
    }
}
