package io.spate.kernel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.storage.FileStamp;
import io.spate.testkit.SampleTorrent;
import java.util.List;
import org.junit.jupiter.api.Test;

class PresentPiecesTest {
    private final SampleTorrent torrent = SampleTorrent.named("t")
            .file("a", 25)
            .file("empty", 0)
            .pad(5)
            .file("b", 30)
            .build(10, 1);

    @Test
    void leavesOutThePiecesThatShortAndMissingFilesCannotHold() {
        assertThat(present(25, 30)).isEqualTo("111111");
        assertThat(present(24, 30)).isEqualTo("110111");
        assertThat(present(19, -1)).isEqualTo("100000");
        assertThat(present(0, 10)).isEqualTo("000100");
        assertThat(present(1000, 1000)).isEqualTo("111111");
    }

    private String present(long a, long b) {
        var present = PresentPieces.of(
                torrent.metainfo(),
                List.of(new FileStamp(a, 0), FileStamp.MISSING, FileStamp.ALWAYS, new FileStamp(b, 0)));
        StringBuilder text = new StringBuilder();
        for (int piece = 0; piece < present.size(); piece++) {
            text.append(present.has(piece) ? '1' : '0');
        }
        return text.toString();
    }
}
