package io.spate.kernel.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.peer.PeerMessage;
import io.spate.kernel.wire.ExtensionHandshake;
import io.spate.kernel.wire.PeerWireDecoder;
import io.spate.kernel.wire.PeerWireEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** The other end of a {@link FakeLink}, after the handshake: says what the test wants, and keeps what it heard as text. */
public final class RemotePeer implements PeerWireDecoder.Output {
    private final FakeLink link;
    private final PeerWireDecoder decoder = new PeerWireDecoder();
    private final List<String> heard = new ArrayList<>();
    private String block;
    private byte[] lastExtended = {};
    private byte[] lastIntroduction = {};

    public RemotePeer(FakeLink link) {
        this.link = link;
    }

    public void says(PeerMessage... messages) {
        says(out -> List.of(messages).forEach(each -> PeerWireEncoder.write(out, each)));
    }

    /** In one batch. */
    public void says(Consumer<ByteBuf> writer) {
        ByteBuf bytes = Unpooled.buffer();
        writer.accept(bytes);
        link.deliver(bytes);
    }

    /** The first bytes of a message, and no more. */
    public void begins(PeerMessage message, int count) {
        ByteBuf whole = Unpooled.buffer();
        PeerWireEncoder.write(whole, message);
        ByteBuf part = whole.readBytes(count);
        whole.release();
        link.deliver(part);
    }

    /** What came since the last call: {@code "have 3"}, {@code "request 0 16384 16384"}. */
    public List<String> heard() {
        ByteBuf bytes = link.take();
        decoder.feed(bytes, this);
        bytes.release();
        List<String> news = List.copyOf(heard);
        heard.clear();
        return news;
    }

    /** What of it begins with that. */
    public List<String> heard(String kind) {
        return heard().stream().filter(each -> each.startsWith(kind)).toList();
    }

    /** What the last extended message held that it heard. */
    public byte[] lastExtended() {
        return lastExtended.clone();
    }

    /** The last extended handshake that it heard. */
    public ExtensionHandshake introduction() {
        return ExtensionHandshake.of(ExtensionHandshake.parse(lastIntroduction).orElseThrow());
    }

    @Override
    public void onRequest(int piece, int begin, int length) {
        heard.add("request " + piece + " " + begin + " " + length);
    }

    @Override
    public void onCancel(int piece, int begin, int length) {
        heard.add("cancel " + piece + " " + begin + " " + length);
    }

    @Override
    public void onReject(int piece, int begin, int length) {
        heard.add("reject " + piece + " " + begin + " " + length);
    }

    @Override
    public void onHave(int piece) {
        heard.add("have " + piece);
    }

    @Override
    public void onBlockStart(int piece, int begin, int length) {
        block = "piece " + piece + " " + begin + " " + length;
    }

    @Override
    public void onBlockBytes(ByteBuf in, int count) {
        in.skipBytes(count);
    }

    @Override
    public void onBlockEnd() {
        heard.add(block);
    }

    @Override
    public void onMessage(PeerMessage message) {
        if (message instanceof PeerMessage.Signal signal) {
            heard.add(signal.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        } else if (message instanceof PeerMessage.Extended extended) {
            heard.add("extended " + extended.id());
            lastExtended = extended.bytes();
            lastIntroduction = extended.id() == ExtensionHandshake.ID ? lastExtended : lastIntroduction;
        } else {
            heard.add(message.getClass().getSimpleName());
        }
    }
}
