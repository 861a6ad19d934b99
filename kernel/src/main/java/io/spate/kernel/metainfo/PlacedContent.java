package io.spate.kernel.metainfo;

import io.spate.api.PieceLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The files of a content at their places among the pieces; what lies between them is padding. */
final class PlacedContent {
    /**
     * @param index the file's number in the content
     * @param offset of its first byte in the torrent
     */
    record Place(TorrentContent.File file, int index, long offset) {
        long end() {
            return offset + file.length();
        }
    }

    private final List<Place> places;
    private final PieceLayout layout;

    private PlacedContent(List<Place> places, PieceLayout layout) {
        this.places = places;
        this.layout = layout;
    }

    /** Version 1: in the order of the content, one after another. Version 2: in the order of the tree, each at a piece. */
    static PlacedContent of(TorrentContent content, TorrentVersion version, int pieceLength) {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < content.files().size(); i++) {
            places.add(new Place(content.files().get(i), i, 0));
        }
        if (version.hasV2()) {
            places.sort(Comparator.comparing(place -> FileTreeWriter.key(place.file()), FileTreeWriter.ORDER));
        }
        long next = 0;
        long end = 0;
        for (int i = 0; i < places.size(); i++) {
            Place place = new Place(places.get(i).file(), places.get(i).index(), next);
            places.set(i, place);
            end = place.file().length() > 0 ? place.end() : end;
            next = version.hasV2() ? aligned(place.end(), pieceLength) : place.end();
        }
        boolean tailPadding = version == TorrentVersion.HYBRID && !content.isSingleFile();
        return new PlacedContent(places, new PieceLayout(tailPadding ? aligned(end, pieceLength) : end, pieceLength));
    }

    List<Place> places() {
        return places;
    }

    PieceLayout layout() {
        return layout;
    }

    /** The file that the piece begins in; in version 2, the only one it has bytes of. */
    Place at(int piece) {
        return places.get(firstAt(layout.offsetOf(piece)));
    }

    /** Fills the buffer from this offset of the torrent, with zeros where there is padding. */
    void read(TorrentContent.Reader reader, long offset, ByteBuffer into) throws IOException {
        long at = offset;
        int limit = into.limit();
        for (int i = firstAt(offset); into.position() < limit && i < places.size(); i++) {
            Place place = places.get(i);
            at += zeros(into, Math.min(limit - into.position(), place.offset() - at));
            int length = (int) Math.min(limit - into.position(), place.end() - at);
            if (length > 0) {
                into.limit(into.position() + length);
                reader.read(place.index(), at - place.offset(), into);
                into.limit(limit);
                at += length;
            }
        }
        zeros(into, limit - into.position());
    }

    private static long zeros(ByteBuffer into, long count) {
        for (long i = 0; i < count; i++) {
            into.put((byte) 0);
        }
        return Math.max(0, count);
    }

    /** The first file that ends after the offset. */
    private int firstAt(long offset) {
        int low = 0;
        int high = places.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (places.get(middle).end() > offset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static long aligned(long offset, int pieceLength) {
        return (offset + pieceLength - 1) / pieceLength * pieceLength;
    }
}
