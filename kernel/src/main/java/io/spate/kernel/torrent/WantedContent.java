package io.spate.kernel.torrent;

import io.spate.api.ErrorCode;
import io.spate.api.PieceLayout;
import io.spate.api.SpateException;
import io.spate.api.metainfo.MagnetLink;
import io.spate.api.metainfo.Metainfo;
import java.util.List;
import java.util.Optional;

/**
 * What is in a torrent, once that is known, and how much the user wants of it: what {@link Standing} says of files, here it is
 * checked, and said of pieces. Confined to the torrent's loop.
 */
final class WantedContent {
    private final Optional<MagnetLink> magnet;
    private final Standing standing;
    private Optional<Metainfo> metainfo = Optional.empty();

    /** @param magnet by which the torrent was added, if it was */
    WantedContent(Optional<MagnetLink> magnet, Standing standing) {
        this.magnet = magnet;
        this.standing = standing;
        PiecePriorities.checkRange(standing.filePriorities());
    }

    /** Empty until {@link #onKnown}. */
    Optional<Metainfo> metainfo() {
        return metainfo;
    }

    /** Fails with {@code UNSUPPORTED} if it cannot be exchanged. Nothing has changed if this fails. */
    void onKnown(Metainfo known) {
        if (!known.hasV1Hashes()) {
            throw new SpateException(
                    ErrorCode.UNSUPPORTED,
                    known.name() + " is a version 2 torrent without a version 1 part (expected: one that has one)");
        }
        PiecePriorities.check(known, standing.filePriorities());
        if (standing.filePriorities().isEmpty()) {
            magnet.map(link -> PiecePriorities.selecting(link.selectOnly(), known))
                    .ifPresent(standing::prioritiseFiles);
        }
        metainfo = Optional.of(known);
    }

    /** @param priorities of files; nothing has changed if this fails */
    void prioritiseFiles(List<Integer> priorities) {
        PiecePriorities.checkRange(priorities);
        metainfo.ifPresent(known -> PiecePriorities.check(known, priorities));
        standing.prioritiseFiles(priorities);
    }

    /** 0 while it is not known. */
    int pieceCount() {
        return metainfo.map(known -> known.layout().pieceCount()).orElse(0);
    }

    /** Only to be asked once it is known, as {@link #piecePriorities}. */
    PieceLayout layout() {
        return metainfo.orElseThrow().layout();
    }

    /** 0..7, one a piece. */
    byte[] piecePriorities() {
        return PiecePriorities.of(metainfo.orElseThrow(), standing.filePriorities());
    }
}
