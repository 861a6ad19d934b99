package io.spate.swarm;

import static io.spate.swarm.Await.await;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Torrents of all shapes, from one session to another and on to a third. */
class PieceSizesTest extends SwarmTest {
    @ParameterizedTest(name = "{0} bytes in pieces of {1}")
    @CsvSource({
        "1, 16384",
        "1, 1",
        "100, 7",
        "100000, 1000",
        "16384, 16384",
        "16385, 16384",
        "1000000, 12345",
        "1000000, 40000",
        "3000000, 4194304",
        "20000001, 16777216",
        "40000000, 16777216",
        "30000000, 5000000"
    })
    void passOn(int length, int pieceLength) throws Exception {
        passOn(TestTorrent.of("file.bin", length, pieceLength, length));
    }

    @Test
    void passOnFilesThatShareAndFillPieces() throws Exception {
        passOn(TestTorrent.folder("folder", 32 * KIB, 13)
                .file("empty-at-the-start", 0)
                .file("a", 1)
                .file("b", 100_000)
                .pad(32 * KIB - 100_001 % (32 * KIB))
                .file("deep/er/c", 32 * KIB)
                .file("deep/empty-in-the-middle", 0)
                .file("deep/d", 3)
                .pad(32 * KIB - 3)
                .file("many-pieces", 500_000)
                .file("empty-at-the-end", 0)
                .torrent());
    }

    @Test
    void passOnAPieceThatIsAllPadding() throws Exception {
        passOn(TestTorrent.folder("folder", 16 * KIB, 14)
                .file("a", 10)
                .pad(16 * KIB - 10 + 16 * KIB + 5)
                .file("b", 50_000)
                .torrent());
    }

    @Test
    void passOnManySmallFiles() throws Exception {
        TestTorrent.Folder folder = TestTorrent.folder("folder", 16 * KIB, 15);
        Stream.iterate(0, i -> i + 1).limit(400).forEach(i -> folder.file(i % 10 + "/" + i, i % 97));
        passOn(folder.torrent());
    }

    private void passOn(TestTorrent torrent) throws Exception {
        TestSession first = sessions.start("first");
        first.seed(torrent);
        TestSession second = sessions.start("second");
        await(second.download(torrent, first.address()).whenFinished());
        torrent.checkIn(second.data());
        first.stop();
        TestSession third = sessions.start("third");
        await(third.download(torrent, second.address()).whenFinished());
        torrent.checkIn(third.data());
    }
}
