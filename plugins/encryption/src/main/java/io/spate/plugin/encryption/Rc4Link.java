package io.spate.plugin.encryption;

import io.netty.buffer.ByteBuf;
import io.spate.api.net.ForwardingPeerLink;
import io.spate.api.net.LinkReceiver;
import io.spate.api.net.LinkTag;
import io.spate.api.net.PeerLink;
import java.util.EnumSet;
import java.util.Set;

/** A link whose every byte is encrypted: in place, in the buffers that pass through. */
final class Rc4Link extends ForwardingPeerLink implements LinkReceiver {
    private final Rc4 encrypt;
    private final Rc4 decrypt;
    private LinkReceiver receiver;

    /** Called on the link's loop, while it does not read. */
    Rc4Link(PeerLink link, Rc4 encrypt, Rc4 decrypt) {
        super(link);
        this.encrypt = encrypt;
        this.decrypt = decrypt;
    }

    @Override
    public Set<LinkTag> tags() {
        Set<LinkTag> tags = EnumSet.of(LinkTag.ENCRYPTED);
        tags.addAll(link().tags());
        return tags;
    }

    @Override
    public void receiver(LinkReceiver next) {
        receiver = next;
        link().receiver(this); // again, as a link that is closed tells that to whom it is given then
    }

    @Override
    public void write(ByteBuf bytes) {
        encrypt.apply(bytes);
        link().write(bytes);
    }

    @Override
    public void onBytes(ByteBuf bytes) {
        decrypt.apply(bytes);
        receiver.onBytes(bytes);
    }

    @Override
    public void onBatchEnd() {
        receiver.onBatchEnd();
    }

    @Override
    public void onDrained() {
        receiver.onDrained();
    }

    @Override
    public void onClosed(String why) {
        receiver.onClosed(why);
    }
}
