package io.spate.kernel.torrent;

import io.spate.api.Bitfield;
import io.spate.api.policy.TorrentPicker;
import io.spate.kernel.extension.Guard;

/** A picker of a plugin: what it throws ends with the call, and it then chooses nothing. */
final class GuardedPicker implements TorrentPicker {
    private final Guard guard;
    private final TorrentPicker picker;

    GuardedPicker(Guard guard, TorrentPicker picker) {
        this.guard = guard;
        this.picker = picker;
    }

    @Override
    public void onAvailable(int piece) {
        guard.run("TorrentPicker.onAvailable", () -> picker.onAvailable(piece));
    }

    @Override
    public void onUnavailable(int piece) {
        guard.run("TorrentPicker.onUnavailable", () -> picker.onUnavailable(piece));
    }

    @Override
    public void onAvailable(Bitfield pieces) {
        guard.run("TorrentPicker.onAvailable", () -> picker.onAvailable(pieces));
    }

    @Override
    public void onUnavailable(Bitfield pieces) {
        guard.run("TorrentPicker.onUnavailable", () -> picker.onUnavailable(pieces));
    }

    @Override
    public void onSeed() {
        guard.run("TorrentPicker.onSeed", picker::onSeed);
    }

    @Override
    public void onSeedGone() {
        guard.run("TorrentPicker.onSeedGone", picker::onSeedGone);
    }

    @Override
    public void onPriority(int piece, int priority) {
        guard.run("TorrentPicker.onPriority", () -> picker.onPriority(piece, priority));
    }

    @Override
    public void onWanted(int piece) {
        guard.run("TorrentPicker.onWanted", () -> picker.onWanted(piece));
    }

    @Override
    public void onTaken(int piece) {
        guard.run("TorrentPicker.onTaken", () -> picker.onTaken(piece));
    }

    @Override
    public int pick(Bitfield peerHas) {
        return checked("TorrentPicker.pick", peerHas, guard.call("TorrentPicker.pick", () -> picker.pick(peerHas), -1));
    }

    @Override
    public int pickCommon(Bitfield peerHas) {
        return checked(
                "TorrentPicker.pickCommon",
                peerHas,
                guard.call("TorrentPicker.pickCommon", () -> picker.pickCommon(peerHas), -1));
    }

    @Override
    public void setSequential(boolean on) {
        guard.run("TorrentPicker.setSequential", () -> picker.setSequential(on));
    }

    @Override
    public int availability(int piece) {
        return guard.call("TorrentPicker.availability", () -> picker.availability(piece), 0);
    }

    /** A piece that the peer does not have would be asked for in vain, or not exist at all. */
    private int checked(String doing, Bitfield peerHas, int piece) {
        if (piece < 0 || piece < peerHas.size() && peerHas.has(piece)) {
            return piece;
        }
        guard.fault(doing, "piece " + piece + " (expected: one that the peer has, or -1)");
        return -1;
    }
}
