package io.spate.kernel.resume;

import io.spate.api.Bitfield;
import io.spate.api.storage.FileStamp;
import io.spate.testkit.SampleTorrent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** A torrent of twenty pieces of three blocks each in two files, the files all there, and its journal. */
final class JournalFixture {
    static final int PIECES = 20;
    static final int PIECE_LENGTH = 40 * 1024;
    static final BootId FIRST_BOOT = new BootId(new UUID(1, 1));
    static final BootId SECOND_BOOT = new BootId(new UUID(2, 2));

    final SampleTorrent torrent = SampleTorrent.named("t")
            .file("a", 10 * PIECE_LENGTH + 5)
            .file("empty", 0)
            .file("b", 10 * PIECE_LENGTH - 5)
            .build(PIECE_LENGTH, 1);
    final Path path;
    List<FileStamp> stamps = List.of(
            new FileStamp(10 * PIECE_LENGTH + 5, 1000),
            new FileStamp(0, 1000),
            new FileStamp(10 * PIECE_LENGTH - 5, 1000));

    JournalFixture(Path folder) {
        this.path = folder.resolve("journal");
    }

    Resumed open() throws IOException {
        return open(FIRST_BOOT);
    }

    Resumed open(BootId boot) throws IOException {
        return new JournalOpening(path, torrent.metainfo(), stamps, boot).open();
    }

    /** As a new torrent of which nothing is on disk. */
    Journal begin() throws IOException {
        List<FileStamp> there = stamps;
        stamps = List.of(FileStamp.MISSING, FileStamp.MISSING, FileStamp.MISSING);
        Journal journal = open().journal();
        stamps = there;
        return journal;
    }

    static Bitfield pieces(int... pieces) {
        Bitfield field = new Bitfield(PIECES);
        IntStream.of(pieces).forEach(field::set);
        return field;
    }

    static BitSet blocks(int... blocks) {
        BitSet set = new BitSet();
        IntStream.of(blocks).forEach(set::set);
        return set;
    }
}
