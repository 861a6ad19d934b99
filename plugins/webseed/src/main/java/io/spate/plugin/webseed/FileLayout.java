package io.spate.plugin.webseed;

import io.spate.api.blocks.BlockRange;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.metainfo.TorrentFile;
import java.util.ArrayList;
import java.util.List;

/** The files of a torrent at a server, each at a URL of its own (BEP 19). What belongs to no file is padding: zeros. */
final class FileLayout implements SeedLayout {
    private final List<TorrentFile> files;
    private final List<Resource> resources = new ArrayList<>();

    FileLayout(SeedUrl base, Metainfo torrent) {
        this.files = torrent.files().stream()
                .filter(file -> file.length() > 0 && !file.isPad() && !file.isSymlink())
                .toList();
        boolean isAlone =
                torrent.files().size() == 1 && torrent.files().get(0).path().size() == 1;
        for (TorrentFile file : files) {
            SeedUrl url = base.file(file.renamedFrom().orElse(file.path()), isAlone);
            int first = torrent.layout().pieceAt(file.offset());
            resources.add(
                    new Resource(url, file.length(), first, torrent.layout().pieceAt(file.end() - 1)));
        }
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
                slices.add(Slice.ofFile(resources.get(file), at - next, length));
                at += length;
                file++;
            }
        }
        return slices;
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
