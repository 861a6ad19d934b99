package io.spate.kernel.peer;

import io.netty.buffer.ByteBuf;
import io.spate.api.peer.PeerMessage;
import io.spate.kernel.wire.PeerWireDecoder;
import java.util.Optional;
import java.util.Set;

/** Shows hooks what a peer says, before it is acted upon. What no hook wants passes as it is, blocks always. */
final class HookedInput implements PeerWireDecoder.Output {
    private final PeerMessages next;
    private final Set<Class<? extends PeerMessage>> wanted;
    private final PeerHooks.Look hooks;
    private final boolean requests;
    private final boolean cancels;
    private final boolean rejects;
    private final boolean haves;

    HookedInput(PeerMessages next, Set<Class<? extends PeerMessage>> wanted, PeerHooks.Look hooks) {
        this.next = next;
        this.wanted = Set.copyOf(wanted);
        this.hooks = hooks;
        this.requests = wanted.contains(PeerMessage.Request.class);
        this.cancels = wanted.contains(PeerMessage.Cancel.class);
        this.rejects = wanted.contains(PeerMessage.Reject.class);
        this.haves = wanted.contains(PeerMessage.Have.class);
    }

    @Override
    public void onRequest(int piece, int begin, int length) {
        if (requests) {
            pass(new PeerMessage.Request(piece, begin, length));
        } else {
            next.onRequest(piece, begin, length);
        }
    }

    @Override
    public void onCancel(int piece, int begin, int length) {
        if (cancels) {
            pass(new PeerMessage.Cancel(piece, begin, length));
        } else {
            next.onCancel(piece, begin, length);
        }
    }

    @Override
    public void onReject(int piece, int begin, int length) {
        if (rejects) {
            pass(new PeerMessage.Reject(piece, begin, length));
        } else {
            next.onReject(piece, begin, length);
        }
    }

    @Override
    public void onHave(int piece) {
        if (haves) {
            pass(new PeerMessage.Have(piece));
        } else {
            next.onHave(piece);
        }
    }

    @Override
    public void onBlockStart(int piece, int begin, int length) {
        next.onBlockStart(piece, begin, length);
    }

    @Override
    public void onBlockBytes(ByteBuf in, int count) {
        next.onBlockBytes(in, count);
    }

    @Override
    public void onBlockEnd() {
        next.onBlockEnd();
    }

    @Override
    public boolean wantsExtended(int id, int length) {
        return next.wantsExtended(id, length) || wanted.contains(PeerMessage.Extended.class);
    }

    @Override
    public boolean wantsUnknown(int id, int length) {
        return wanted.contains(PeerMessage.Unknown.class);
    }

    @Override
    public void onMessage(PeerMessage message) {
        if (wanted.contains(message.getClass())) {
            pass(message);
        } else {
            next.onMessage(message);
        }
    }

    private void pass(PeerMessage message) {
        Optional<PeerMessage> left = hooks.at(message);
        left.ifPresent(this::deliver);
    }

    private void deliver(PeerMessage message) {
        if (message instanceof PeerMessage.Request request) {
            next.onRequest(request.piece(), request.begin(), request.length());
        } else if (message instanceof PeerMessage.Cancel cancel) {
            next.onCancel(cancel.piece(), cancel.begin(), cancel.length());
        } else if (message instanceof PeerMessage.Reject reject) {
            next.onReject(reject.piece(), reject.begin(), reject.length());
        } else if (message instanceof PeerMessage.Have have) {
            next.onHave(have.piece());
        } else if (!(message instanceof PeerMessage.Extended extended)
                || next.wantsExtended(extended.id(), extended.bytes().length)) {
            next.onMessage(message);
        }
    }
}
