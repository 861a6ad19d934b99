package io.spate.plugin.dht.lookup;

import io.spate.plugin.dht.krpc.NodeInfo;
import java.util.Optional;

/** A node that a lookup knows of. */
public final class Candidate {
    enum State {
        /** Nobody has asked it yet. */
        NEW,
        /** It was asked, and there is still time. */
        ASKED,
        /** It was asked, and takes longer than others; it may still answer, but nobody waits for it. */
        SLOW,
        ANSWERED,
        /** It did not answer, or is not who it was said to be. */
        FAILED
    }

    private final NodeInfo info;
    private State state = State.NEW;
    private Optional<byte[]> token = Optional.empty();

    Candidate(NodeInfo info) {
        this.info = info;
    }

    public NodeInfo info() {
        return info;
    }

    /** What it gave us to announce or store with. */
    public Optional<byte[]> token() {
        return token;
    }

    State state() {
        return state;
    }

    void asked() {
        state = State.ASKED;
    }

    void slow() {
        if (state == State.ASKED) {
            state = State.SLOW;
        }
    }

    void failed() {
        state = State.FAILED;
    }

    void answered(Optional<byte[]> given) {
        state = State.ANSWERED;
        token = given;
    }
}
