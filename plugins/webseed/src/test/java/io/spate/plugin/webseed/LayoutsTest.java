package io.spate.plugin.webseed;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.spate.api.blocks.BlockRange;
import io.spate.api.metainfo.TorrentFile;
import io.spate.testkit.SampleTorrent;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutsTest {
    private static final int PIECE = 32 * 1024;

    private final SampleTorrent sample = SampleTorrent.named("t")
            .file("a", 100)
            .file("none", 0)
            .pad(PIECE - 100)
            .file("b", 2 * PIECE)
            .link("l", "a")
            .file("c", 50)
            .build(PIECE, 1);

    private static FileLayout of(SampleTorrent torrent) {
        return new FileLayout(
                SeedUrl.parse("http://a.example/"), torrent.metainfo(), FileLayout.filesOf(torrent.metainfo()));
    }

    private static String shown(Slice slice) {
        return slice.isPadding()
                ? "zeros " + slice.length()
                : slice.resource().orElseThrow().location().target(slice.parameters())
                        + (slice.isRanged() ? " " + slice.range() : "");
    }

    private static List<String> shown(SeedLayout layout, long offset, long length) {
        List<Slice> slices = layout.slices(new BlockRange(offset, length));
        assertThat(slices.stream().mapToLong(Slice::length).sum()).isEqualTo(length);
        return slices.stream().map(LayoutsTest::shown).toList();
    }

    @Test
    void asksForEachFilesPartByItself() {
        FileLayout layout = of(sample);
        assertThat(shown(layout, 0, 3 * PIECE + 50))
                .containsExactly(
                        "/t/a bytes=0-99",
                        "zeros " + (PIECE - 100),
                        "/t/b bytes=0-" + (2 * PIECE - 1),
                        "/t/c bytes=0-49");
        assertThat(shown(layout, PIECE + 7, 10)).containsExactly("/t/b bytes=7-16");
        assertThat(shown(layout, 50, 100)).containsExactly("/t/a bytes=50-99", "zeros 50");
    }

    @Test
    void takesWhatBelongsToNoFileForPadding() {
        SampleTorrent short1 =
                SampleTorrent.named("t").pad(10).file("a", 5).pad(7).build(PIECE, 1);
        FileLayout layout = of(short1);
        assertThat(shown(layout, 0, 22)).containsExactly("zeros 10", "/t/a bytes=0-4", "zeros 7");
        assertThat(shown(layout, 16, 3)).containsExactly("zeros 3");
    }

    /** Else a small torrent with a hundred servers could take all memory. */
    @Test
    void aServerOfVeryManyFilesCostsNothingUntilItIsAsked() {
        SampleTorrent.Files many = SampleTorrent.named("t");
        for (int file = 0; file < 20_000; file++) {
            many.file("f" + file, 1);
        }
        SampleTorrent torrent = many.build(PIECE, 1);
        List<TorrentFile> files = FileLayout.filesOf(torrent.metainfo());
        SeedUrl url = SeedUrl.parse("http://a.example/");

        long allocated = allocatedBy(() -> {
            for (int server = 0; server < 100; server++) {
                new FileLayout(url, torrent.metainfo(), files);
            }
        });

        assertThat(allocated).isLessThan(1_000_000);
    }

    @Test
    void knowsAgainWhatItWasAskedForBefore() {
        FileLayout layout = of(sample);
        assertThat(layout.slices(new BlockRange(0, 10)).get(0).resource().orElseThrow())
                .isSameAs(
                        layout.slices(new BlockRange(10, 10)).get(0).resource().orElseThrow());
    }

    private static long allocatedBy(Runnable task) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        task.run();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }

    @Test
    void knowsInWhichPiecesAFileIs() {
        FileLayout layout = of(sample);
        Resource b = layout.slices(new BlockRange(PIECE, 1)).get(0).resource().orElseThrow();
        assertThat(b.firstPiece()).isEqualTo(1);
        assertThat(b.lastPiece()).isEqualTo(2);
    }

    /** BEP 17. */
    @Test
    void asksAScriptForPiecesAndPartsOfThem() {
        ScriptLayout layout = new ScriptLayout(SeedUrl.parse("http://a.example/seed.php"), sample.metainfo());
        String hash = SeedUrl.escapedBytes(sample.metainfo().infoHashes().best().toBytes());
        assertThat(shown(layout, PIECE, PIECE + 20))
                .containsExactly(
                        "/seed.php?info_hash=" + hash + "&piece=1",
                        "/seed.php?info_hash=" + hash + "&piece=2&ranges=0-19");
        assertThat(shown(layout, 3 * PIECE, 50)).containsExactly("/seed.php?info_hash=" + hash + "&piece=3");
        assertThat(shown(layout, 3 * PIECE + 16, 34))
                .containsExactly("/seed.php?info_hash=" + hash + "&piece=3&ranges=16-49");
    }
}
