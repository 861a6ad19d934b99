package io.spate.kernel.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.PieceLayout;
import io.spate.api.metainfo.TorrentFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileRangesTest {
    /** As in version 2: each file begins a piece, and what is between them belongs to none. */
    private final FileRanges aligned = new FileRanges(
            new PieceLayout(64, 16),
            List.of(file("a", 5, 0), file("none", 0, 16), file("b", 20, 16), file("c", 1, 48)));

    @Test
    void givesWhatIsBetweenFilesToPadding() throws IOException {
        assertThat(divide(0, 0, 16)).containsExactly("0@0+5", "-1@0+11");
        assertThat(divide(1, 0, 16)).containsExactly("2@0+16");
        assertThat(divide(2, 2, 10)).containsExactly("2@18+2", "-1@0+8");
        assertThat(divide(3, 0, 16)).containsExactly("3@0+1", "-1@0+15");
        assertThat(divide(3, 5, 3)).containsExactly("-1@0+3");
    }

    @Test
    void findsPaddingBeforeTheFirstFile() throws IOException {
        FileRanges late = new FileRanges(new PieceLayout(16, 16), List.of(file("a", 6, 10)));
        assertThat(divide(late, 0, 4, 12)).containsExactly("-1@0+6", "0@0+6");
    }

    @Test
    void dividesARangeOverManyFiles() throws IOException {
        List<TorrentFile> files = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            files.add(file("f" + i, 1, i));
        }
        FileRanges many = new FileRanges(new PieceLayout(10, 10), files);
        assertThat(divide(many, 0, 3, 3)).containsExactly("3@0+1", "4@0+1", "5@0+1");
    }

    @Test
    void callsNobodyForAnEmptyRange() throws IOException {
        assertThat(divide(0, 3, 0)).isEmpty();
    }

    @Test
    void restoresTheLimitWhenAPartFails() {
        ByteBuffer bytes = ByteBuffer.allocate(16);
        assertThatThrownBy(() -> aligned.divide(0, 0, bytes, (file, position, part) -> {
                    throw new IOException("no");
                }))
                .hasMessage("no");
        assertThat(bytes.limit()).isEqualTo(16);
    }

    private List<String> divide(int piece, int begin, int length) throws IOException {
        return divide(aligned, piece, begin, length);
    }

    private static List<String> divide(FileRanges ranges, int piece, int begin, int length) throws IOException {
        List<String> parts = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.allocate(length);
        ranges.divide(piece, begin, bytes, (file, position, part) -> {
            parts.add(file + "@" + position + "+" + part.remaining());
            part.position(part.limit());
        });
        assertThat(bytes.remaining()).isZero();
        return parts;
    }

    private static TorrentFile file(String name, long length, long offset) {
        return TorrentFile.of(List.of(name), length, offset);
    }
}
