package io.spate.kernel.torrent;

import io.spate.api.PieceLayout;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.metainfo.TorrentFile;
import io.spate.api.policy.TorrentPicker;
import java.util.Arrays;
import java.util.List;

/** What priorities of files mean for pieces: a piece is as important as the most important file in it. */
final class PiecePriorities {
    private PiecePriorities() {}

    /**
     * @param files one priority a file, 0..7; empty for all normal
     * @return one priority a piece
     */
    static byte[] of(Metainfo metainfo, List<Integer> files) {
        PieceLayout layout = metainfo.layout();
        byte[] pieces = new byte[layout.pieceCount()];
        if (files.isEmpty()) {
            Arrays.fill(pieces, (byte) TorrentPicker.NORMAL_PRIORITY);
            return pieces;
        }
        for (int i = 0; i < metainfo.files().size(); i++) {
            raise(pieces, layout, metainfo.files().get(i), files.get(i));
        }
        return pieces;
    }

    /** Those of the files that a magnet link selects (BEP 53); empty, for all, if it selects none that there is. */
    static List<Integer> selecting(List<Integer> selectOnly, Metainfo metainfo) {
        int files = metainfo.files().size();
        if (selectOnly.stream().noneMatch(file -> file < files)) {
            return List.of();
        }
        Integer[] priorities = new Integer[files];
        Arrays.fill(priorities, 0);
        selectOnly.stream()
                .filter(file -> file < files)
                .forEach(file -> priorities[file] = TorrentPicker.NORMAL_PRIORITY);
        return List.of(priorities);
    }

    /** Fails unless there is one priority in range for each file. */
    static void check(Metainfo metainfo, List<Integer> files) {
        if (!files.isEmpty() && files.size() != metainfo.files().size()) {
            throw new IllegalArgumentException("file priorities: " + files.size() + " (expected: one for each of "
                    + metainfo.files().size() + " files)");
        }
        checkRange(files);
    }

    /** Fails unless each is a priority. */
    static void checkRange(List<Integer> files) {
        for (int priority : files) {
            if (priority < 0 || priority > TorrentPicker.MAX_PRIORITY) {
                throw new IllegalArgumentException(
                        "file priority: " + priority + " (expected: 0.." + TorrentPicker.MAX_PRIORITY + ")");
            }
        }
    }

    private static void raise(byte[] pieces, PieceLayout layout, TorrentFile file, int priority) {
        if (file.length() == 0 || file.isPad()) {
            return;
        }
        int last = layout.pieceAt(file.offset() + file.length() - 1);
        for (int piece = layout.pieceAt(file.offset()); piece <= last; piece++) {
            pieces[piece] = (byte) Math.max(pieces[piece], priority);
        }
    }
}
