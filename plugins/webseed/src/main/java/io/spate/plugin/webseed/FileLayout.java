package io.spate.plugin.webseed;

import io.spate.api.PieceLayout;
import io.spate.api.blocks.BlockRange;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.metainfo.TorrentFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The files of a torrent at a server, each at a URL of its own (BEP 19). What belongs to no file is padding: zeros. */
final class FileLayout implements SeedLayout {
    private final SeedUrl base;
    private final PieceLayout layout;
    private final List<TorrentFile> files;
    private final boolean isAlone;

    /** Of the files that were asked for, by their index: a torrent may name very many files, and a hundred servers of them. */
    private final Map<Integer, Resource> resources = new HashMap<>();

    /** @param files of the torrent, see {@link #filesOf} */
    FileLayout(SeedUrl base, Metainfo torrent, List<TorrentFile> files) {
        this.base = base;
        this.layout = torrent.layout();
        this.files = files;
        this.isAlone =
                torrent.files().size() == 1 && torrent.files().get(0).path().size() == 1;
    }

    /** Those that a server has bytes of. */
    static List<TorrentFile> filesOf(Metainfo torrent) {
        return torrent.files().stream()
                .filter(file -> file.length() > 0 && !file.isPad() && !file.isSymlink())
                .toList();
    }

    @Override
    public List<Slice> slices(BlockRange range) {
        List<Slice> slices = new ArrayList<>();
        long at = range.offset();
        int file = firstEndingBehind(at);
        while (at < range.end()) {
            long next = file < files.size() ? files.get(file).offset() : Long.MAX_VALUE;
            if (next > at) {
                long zeros = Math.min(next, range.end()) - at;
                slices.add(Slice.zeros(zeros));
                at += zeros;
            } else {
                long length = Math.min(files.get(file).end(), range.end()) - at;
                slices.add(Slice.ofFile(resources.computeIfAbsent(file, this::resource), at - next, length));
                at += length;
                file++;
            }
        }
        return slices;
    }

    private Resource resource(int index) {
        TorrentFile file = files.get(index);
        return new Resource(
                base.file(file.renamedFrom().orElse(file.path()), isAlone),
                file.length(),
                layout.pieceAt(file.offset()),
                layout.pieceAt(file.end() - 1));
    }

    /** By halving: a torrent may have very many files. */
    private int firstEndingBehind(long offset) {
        int low = 0;
        int high = files.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (files.get(middle).end() > offset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
