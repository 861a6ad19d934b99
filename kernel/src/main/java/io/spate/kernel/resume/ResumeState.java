package io.spate.kernel.resume;

import io.spate.api.Bitfield;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * What a torrent starts with. The bit fields are the receiver's to change.
 *
 * @param have pieces that are vouched for
 * @param doubtful pieces that must be compared with their hashes, none of them in {@code have}
 * @param partials the blocks in storage of pieces that are neither
 * @param changedFiles what was found to have changed since
 * @param reason why pieces are doubtful, for people; empty if none is
 */
public record ResumeState(
        Bitfield have,
        Bitfield doubtful,
        Map<Integer, BitSet> partials,
        List<ChangedFile> changedFiles,
        String reason) {
    /**
     * A file that was changed behind the engine's back, if something was had of it, or put there since an orderly end.
     *
     * @param file its index in the torrent
     * @param reason for people
     */
    public record ChangedFile(int file, String reason) {}

    public ResumeState {
        partials = Map.copyOf(partials);
        changedFiles = List.copyOf(changedFiles);
    }
}
