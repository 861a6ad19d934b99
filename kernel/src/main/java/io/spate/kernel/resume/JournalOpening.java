package io.spate.kernel.resume;

import io.spate.api.Bitfield;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.storage.FileStamp;
import io.spate.kernel.resume.ResumeState.ChangedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a journal and decides how much of it still holds. What came into doubt is written to the journal before anybody
 * hears of it, so that it stays in doubt until somebody compared it, whatever happens.
 */
final class JournalOpening {
    private final Path path;
    private final TorrentIdentity torrent;
    private final FileComparison comparison;
    private final Metainfo metainfo;
    private final BootId boot;
    private final List<String> reasons = new ArrayList<>();

    /** @param found what the files are like now, one entry a file */
    JournalOpening(Path path, Metainfo metainfo, List<FileStamp> found, BootId boot) {
        this.path = path;
        this.metainfo = metainfo;
        this.torrent = new TorrentIdentity(
                metainfo.infoHashes().best(),
                metainfo.layout(),
                metainfo.files().size());
        this.comparison = new FileComparison(metainfo, found);
        this.boot = boot;
    }

    Resumed open() throws IOException {
        return Files.exists(path) ? openExisting() : openNew();
    }

    private Resumed openNew() throws IOException {
        JournalState state = new JournalState(torrent.layout());
        comparison.doubtAll(state);
        reasons.add("there is no saved state");
        return resumed(state, 0, List.of());
    }

    private Resumed openExisting() throws IOException {
        long lastAppend = Files.getLastModifiedTime(path).toMillis();
        JournalReader.Reading reading = JournalReader.read(path, torrent);
        JournalState state = reading.state();
        Bitfield doubtfulBefore = state.doubtful().copy();
        if (state.hasUnsynced() && !state.isTrustedIn(boot)) {
            state.distrustUnsynced();
            reasons.add("the system was restarted before all was safe on disk");
        }
        List<ChangedFile> changed = comparison.apply(state, lastAppend);
        changed.forEach(file -> reasons.add(metainfo.files().get(file.file()).pathText() + " " + file.reason()));
        if (reading.damage().isPresent()) {
            comparison.doubtAll(state);
            reasons.add("the saved state is damaged: " + reading.damage().get());
        }
        boolean isAsBefore = reasons.isEmpty() && state.doubtful().equals(doubtfulBefore);
        if (reasons.isEmpty() && !state.doubtful().isEmpty()) {
            reasons.add("the last comparison was not finished");
        }
        return resumed(state, isAsBefore ? reading.end() : 0, changed);
    }

    private Resumed resumed(JournalState state, long end, List<ChangedFile> changed) throws IOException {
        Map<Integer, BitSet> partials = new HashMap<>();
        state.partials()
                .forEach((piece, partial) ->
                        partials.put(piece, (BitSet) partial.blocks().clone()));
        ResumeState resumed = new ResumeState(
                state.have().copy(),
                state.doubtful().copy(),
                partials,
                changed,
                state.doubtful().isEmpty() ? "" : String.join("; ", reasons));
        return new Resumed(new Journal(path, torrent, boot, state, end), resumed);
    }
}
