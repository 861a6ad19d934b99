package io.spate.kernel.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.ErrorCode;
import io.spate.api.InfoHash;
import io.spate.api.InfoHashes;
import io.spate.api.PeerAddress;
import io.spate.api.SpateException;
import io.spate.api.bencode.Bencode;
import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.metainfo.MagnetLink;
import io.spate.api.session.AddTorrent;
import io.spate.testkit.SampleTorrent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SavedTorrentFileTest {
    private static final Path FOLDER = Path.of("downloads", "dir with \u00fc").toAbsolutePath();

    private final SampleTorrent torrent =
            SampleTorrent.named("sample").file("a", 50_000).file("b", 7).build(16 * 1024, 1);

    private final SavedTorrent ofFile = new SavedTorrent(
            AddTorrent.of(torrent.metainfo(), FOLDER)
                    .withPeers(List.of(
                            PeerAddress.parse("192.0.2.1:6881").orElseThrow(),
                            PeerAddress.parse("[2001:db8::1]:6882").orElseThrow()))
                    .withStorage("memory")
                    .withFilePriorities(List.of(0, 7))
                    .inSequence()
                    .onlyToSeed()
                    .thenPaused(),
            17,
            new Transferred(1L << 40, 3));

    private final SavedTorrent ofLink = new SavedTorrent(
            AddTorrent.of(
                    new MagnetLink(
                            InfoHashes.v1(InfoHash.v1Of(new byte[3])),
                            Optional.of("a name"),
                            List.of("http://tracker.example/announce?key=1"),
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(1, 2)),
                    FOLDER),
            0,
            Transferred.NOTHING);

    @Test
    void readsWhatItWrote() throws IOException {
        assertThat(read(ofFile.hash(), SavedTorrentFile.write(ofFile))).isEqualTo(ofFile);
        assertThat(read(ofLink.hash(), SavedTorrentFile.write(ofLink))).isEqualTo(ofLink);
    }

    @Test
    void refusesWhatWasSavedOfAnotherTorrent() {
        assertThatThrownBy(() -> read(ofFile.hash(), SavedTorrentFile.write(ofLink)))
                .isInstanceOfSatisfying(
                        SpateException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_FAILED))
                .hasMessage("saved torrent " + ofFile.hash() + ": torrent: " + ofLink.hash() + " (expected: "
                        + ofFile.hash() + ")");
    }

    @Test
    void refusesALaterVersion() {
        byte[] file =
                Bencode.write(BencodeDictionary.builder().put("version", 2).build());
        assertThatThrownBy(() -> read(ofFile.hash(), file))
                .hasMessage("saved torrent " + ofFile.hash() + ": version: none that is known (expected: 1)");
    }

    @Test
    void refusesNegativeTotals() {
        byte[] file = Bencode.write(BencodeDictionary.builder()
                .put("version", 1)
                .put("number", 0)
                .put("directory", "/")
                .put("downloaded", -1)
                .put("uploaded", 0)
                .build());
        assertThatThrownBy(() -> read(ofFile.hash(), file))
                .isInstanceOf(SpateException.class)
                .hasMessageContaining("transferred: -1, 0 bytes");
    }

    @Test
    void saysNoMoreThanThatItIsDamagedWhateverTheBytes() throws IOException {
        SplittableRandom random = new SplittableRandom(4);
        byte[] file = SavedTorrentFile.write(ofFile);
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> read(ofFile.hash(), cut)).isInstanceOf(SpateException.class);
        }
        for (int i = 0; i < 5000; i++) {
            byte[] changed = file.clone();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            try {
                assertThat(read(ofFile.hash(), changed).hash()).isEqualTo(ofFile.hash());
            } catch (SpateException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    private SavedTorrent read(InfoHash hash, byte[] file) throws IOException {
        return SavedTorrentFile.read(hash, file, any -> torrent.metainfo());
    }
}
