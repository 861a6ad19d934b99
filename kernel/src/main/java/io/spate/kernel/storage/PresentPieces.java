package io.spate.kernel.storage;

import io.spate.api.Bitfield;
import io.spate.api.PieceLayout;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.metainfo.TorrentFile;
import io.spate.api.storage.FileStamp;
import java.util.List;

/** Tells from the lengths of files which pieces can be there at all, so that nobody tries to read the others. */
public final class PresentPieces {
    private PresentPieces() {}

    /**
     * @param stamps one a file: what there is of it
     * @return the pieces whose bytes are all inside files; whether they are right is another matter
     */
    public static Bitfield of(Metainfo metainfo, List<FileStamp> stamps) {
        PieceLayout layout = metainfo.layout();
        Bitfield present = Bitfield.full(layout.pieceCount());
        for (int i = 0; i < stamps.size(); i++) {
            TorrentFile file = metainfo.files().get(i);
            long there = Math.max(0, stamps.get(i).length());
            if (!file.isPad() && there < file.length()) {
                clear(present, layout.pieceAt(file.offset() + there), layout.pieceAt(file.end() - 1));
            }
        }
        return present;
    }

    private static void clear(Bitfield pieces, int from, int to) {
        for (int piece = pieces.nextSet(from); piece >= 0 && piece <= to; piece = pieces.nextSet(piece + 1)) {
            pieces.clear(piece);
        }
    }
}
