package io.spate.kernel.peer;

import io.spate.api.peer.PeerMessage;
import io.spate.api.peer.PeerMessageHook.PeerHook;
import io.spate.kernel.extension.Guard;
import io.spate.kernel.wire.PeerWireDecoder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The message hooks at one peer. While none wants messages of a direction, nothing stands in its way: what was decoded goes
 * straight to {@link PeerMessages}, and what is sent straight to the link. Confined to the torrent's loop.
 */
final class PeerHooks {
    private final PeerConnection peer;
    private final PeerMessages messages;
    private final PeerOutput output;
    private List<Opened> opened = List.of();
    private PeerWireDecoder.Output input;

    PeerHooks(PeerConnection peer, PeerMessages messages, PeerOutput output) {
        this.peer = peer;
        this.messages = messages;
        this.output = output;
        this.input = messages;
    }

    /** Where decoded messages go. */
    PeerWireDecoder.Output input() {
        return input;
    }

    /** A plugin may already close the connection. */
    void open(List<OpenHook> hooks) {
        for (OpenHook hook : hooks) {
            if (!peer.isClosed()) {
                open(hook);
            }
        }
    }

    private void open(OpenHook hook) {
        Guard guard = hook.guard();
        Optional<PeerHook> atPeer =
                guard.call("TorrentHook.open", () -> hook.hook().open(peer), Optional.<PeerHook>empty());
        if (atPeer.isEmpty()) {
            return;
        }
        Opened added = new Opened(
                hook,
                atPeer.get(),
                guard.call("PeerHook.received", atPeer.get()::received, Set.of()),
                guard.call("PeerHook.sent", atPeer.get()::sent, Set.of()));
        if (peer.isClosed()) {
            added.close();
            return;
        }
        List<Opened> more = new ArrayList<>(opened);
        more.add(added);
        set(more);
    }

    /** A plugin went. */
    void close(OpenHook hook) {
        List<Opened> closing =
                opened.stream().filter(each -> each.from.equals(hook)).toList();
        set(opened.stream().filter(each -> !each.from.equals(hook)).toList());
        closing.forEach(Opened::close);
    }

    void close() {
        List<Opened> closing = opened;
        set(List.of());
        closing.forEach(Opened::close);
    }

    private void set(List<Opened> hooks) {
        opened = List.copyOf(hooks);
        Set<Class<? extends PeerMessage>> received = new HashSet<>();
        Set<Class<? extends PeerMessage>> sent = new HashSet<>();
        for (Opened each : hooks) {
            received.addAll(each.received);
            sent.addAll(each.sent);
        }
        input = received.isEmpty() ? messages : new HookedInput(messages, received, this::received);
        output.hooked(sent.isEmpty() ? Optional.empty() : Optional.of(new HookedOutput(this::sent)));
    }

    /** What is left of a message of the peer. */
    private Optional<PeerMessage> received(PeerMessage message) {
        Optional<PeerMessage> left = Optional.of(message);
        for (Opened each : opened) {
            if (left.isPresent() && each.received.contains(left.get().getClass())) {
                left = each.pass("PeerHook.onReceived", left.get(), each.hook::onReceived);
            }
        }
        return peer.isClosed() ? Optional.empty() : left;
    }

    /** What is left of a message of ours. */
    private Optional<PeerMessage> sent(PeerMessage message) {
        Optional<PeerMessage> left = Optional.of(message);
        for (Opened each : opened) {
            if (left.isPresent() && each.sent.contains(left.get().getClass())) {
                left = each.pass("PeerHook.onSending", left.get(), each.hook::onSending);
            }
        }
        return left;
    }

    /** One hook's look at messages of one direction. */
    interface Look {
        Optional<PeerMessage> at(PeerMessage message);
    }

    private record Opened(
            OpenHook from,
            PeerHook hook,
            Set<Class<? extends PeerMessage>> received,
            Set<Class<? extends PeerMessage>> sent) {
        private Opened {
            received = Set.copyOf(received);
            sent = Set.copyOf(sent);
        }

        /** A hook that fails lets the message pass; one that makes a block of it has it dropped. */
        Optional<PeerMessage> pass(String doing, PeerMessage message, Look look) {
            Optional<PeerMessage> left = from.guard().call(doing, () -> look.at(message), Optional.of(message));
            if (left.isPresent() && left.get() instanceof PeerMessage.Piece) {
                from.guard().fault(doing, "returned a block (expected: any other message)");
                return Optional.empty();
            }
            return left;
        }

        void close() {
            from.guard().run("PeerHook.onClosed", hook::onClosed);
        }
    }
}
