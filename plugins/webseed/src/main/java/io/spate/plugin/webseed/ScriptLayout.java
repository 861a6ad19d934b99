package io.spate.plugin.webseed;

import io.spate.api.PieceLayout;
import io.spate.api.blocks.BlockRange;
import io.spate.api.metainfo.Metainfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A script at a server that gives out pieces and parts of them (BEP 17). */
final class ScriptLayout implements SeedLayout {
    private final PieceLayout layout;
    private final Optional<Resource> script;
    private final String infoHash;

    ScriptLayout(SeedUrl url, Metainfo torrent) {
        this.layout = torrent.layout();
        this.script = Optional.of(new Resource(url, 0, 0, layout.pieceCount() - 1));
        this.infoHash =
                SeedUrl.escapedBytes(torrent.infoHashes().best().truncated().toBytes());
    }

    @Override
    public List<Slice> slices(BlockRange range) {
        List<Slice> slices = new ArrayList<>();
        long at = range.offset();
        while (at < range.end()) {
            int piece = layout.pieceAt(at);
            long begin = at - layout.offsetOf(piece);
            long end = Math.min(layout.lengthOf(piece), range.end() - layout.offsetOf(piece));
            String parameters = "info_hash=" + infoHash + "&piece=" + piece;
            boolean isWhole = begin == 0 && end == layout.lengthOf(piece);
            slices.add(new Slice(
                    script,
                    begin,
                    end - begin,
                    isWhole ? parameters : parameters + "&ranges=" + begin + "-" + (end - 1)));
            at += end - begin;
        }
        return slices;
    }
}
