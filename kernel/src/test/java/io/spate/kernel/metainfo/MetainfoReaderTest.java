package io.spate.kernel.metainfo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.ErrorCode;
import io.spate.api.InfoHash;
import io.spate.api.SpateException;
import io.spate.api.bencode.Bencode;
import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.bencode.BencodeInteger;
import io.spate.api.bencode.BencodeList;
import io.spate.api.bencode.BencodeValue;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.metainfo.TorrentFile;
import io.spate.kernel.Vectors;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MetainfoReaderTest {
    private static final MetainfoReader READER = new MetainfoReader(PathRules.POSIX);
    private static final int SIXTEEN_KIB = 16384;

    @Test
    void givesTheHashesAsTheyStandInTheFile() {
        byte[] pieces = new byte[60];
        new Random(1).nextBytes(pieces);
        Metainfo metainfo = READER.read(torrent(single(2 * SIXTEEN_KIB + 1).put("pieces", pieces)));
        assertThat(metainfo.layout().pieceCount()).isEqualTo(3);
        for (int piece = 0; piece < 3; piece++) {
            byte[] hash = Arrays.copyOfRange(pieces, piece * 20, piece * 20 + 20);
            assertThat(metainfo.v1Hash(piece)).isEqualTo(hash);
            assertThat(metainfo.matchesV1(piece, hash)).isTrue();
            hash[19]++;
            assertThat(metainfo.matchesV1(piece, hash)).isFalse();
        }
        assertThat(metainfo.matchesV1(0, new byte[0])).isFalse();
        assertThatThrownBy(() -> metainfo.v1Hash(3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void keepsTheInfoDictionaryByteForByte() {
        String info = "d6:lengthi5e4:name1:a3:zzzi1e12:piece lengthi16384e6:pieces20:aaaaaaaaaaaaaaaaaaaae";
        Metainfo metainfo = READER.read(("d4:info" + info + "e").getBytes(ISO_8859_1));
        byte[] kept = new byte[metainfo.info().remaining()];
        metainfo.info().get(kept);
        assertThat(new String(kept, ISO_8859_1)).isEqualTo(info);
        assertThat(metainfo.info().isReadOnly()).isTrue();
        assertThat(metainfo.infoHashes().v1()).contains(InfoHash.v1Of(info.getBytes(ISO_8859_1)));
        assertThat(READER.readInfo(info.getBytes(ISO_8859_1))).isEqualTo(metainfo);
        assertThat(READER.readInfo(info.getBytes(ISO_8859_1)).v1Hash(0))
                .isEqualTo("a".repeat(20).getBytes(ISO_8859_1));
    }

    @Test
    void refusesWhatFollowsAnInfoDictionaryFromPeers() {
        byte[] info = Bencode.write(single(5).build());
        byte[] longer = Arrays.copyOf(info, info.length + 1);
        assertThatThrownBy(() -> READER.readInfo(longer))
                .hasMessageStartingWith("trailing_data at byte " + info.length);
        assertThatThrownBy(() -> READER.readInfo("i1e".getBytes(ISO_8859_1))).hasMessageStartingWith("is_no_dict");
    }

    @Test
    void findsTheMagnetLinkThatStandsForATorrent() {
        byte[] file = Bencode.write(
                BencodeDictionary.builder().put("magnet-uri", "magnet:?xt=x").build());
        assertThat(MetainfoReader.magnetUri(file)).contains("magnet:?xt=x");
        assertThat(MetainfoReader.magnetUri(torrent(single(5)))).isEmpty();
        assertThatThrownBy(() -> READER.read(file)).hasMessage("missing_info: info: none (expected: a dictionary)");
    }

    @Test
    void anIntegerBeyond64BitsStillMakesATorrentPrivate() {
        BencodeValue huge = BencodeInteger.of(BigInteger.TWO.pow(64));
        assertThat(READER.read(torrent(single(5).put(BencodeValue.of("private"), huge)))
                        .isPrivate())
                .isTrue();
        assertThatThrownBy(() -> READER.read(torrent(single(5).put(BencodeValue.of("length"), huge))))
                .hasMessageStartingWith("invalid_length: length of file 0: 9223372036854775807");
        assertThatThrownBy(() -> READER.read(torrent(single(5).put(BencodeValue.of("meta version"), huge))))
                .hasMessageStartingWith("unknown_version");
    }

    @Test
    void refusesLengthsThatAddUpToTooMuch() {
        long most = (1L << 30) * SIXTEEN_KIB - 2 * SIXTEEN_KIB;
        List<BencodeValue> files = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            files.add(file(most, "f" + i));
        }
        assertThatThrownBy(() -> READER.read(torrent(multi(files)))).hasMessageStartingWith("too_many_pieces");
        files.add(file(most, "f16"));
        assertThatThrownBy(() -> READER.read(torrent(multi(files))))
                .hasMessageStartingWith("invalid_length: length of all files");
        assertThatThrownBy(() -> READER.read(torrent(multi(List.of(file(most + SIXTEEN_KIB, "f"))))))
                .hasMessageStartingWith("invalid_length: length of file 0");
    }

    @Test
    void refusesPathsThatAreTooDeep() {
        String[] names = new String[100];
        Arrays.fill(names, "d");
        assertThat(READER.read(torrent(multi(List.of(file(5, names)))))
                        .files()
                        .get(0)
                        .path())
                .hasSize(101);
        String[] deeper = Arrays.copyOf(names, 101);
        deeper[100] = "d";
        assertThatThrownBy(() -> READER.read(torrent(multi(List.of(file(5, deeper))))))
                .hasMessage("directory_too_deep: path: 101 elements (expected: at most 100)");
    }

    @Test
    void givesUpOnNamesThatClashTooOften() {
        List<BencodeValue> files = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            files.add(file(1, "same"));
        }
        List<TorrentFile> read = READER.read(torrent(multi(files))).files();
        assertThat(read.get(31).path()).containsExactly("own", "same.31");
        assertThat(read.get(31).renamedFrom()).contains(List.of("own", "same"));
        for (int i = 0; i < 1000; i++) {
            files.add(file(1, "same"));
        }
        assertThatThrownBy(() -> READER.read(torrent(multi(files))))
                .hasMessageStartingWith("too_many_duplicate_filenames");
    }

    @Test
    void aLinkFollowsAFileThatHadToGiveWay() {
        List<TorrentFile> files = READER.read(torrent(multi(List.of(
                        file(1, "a"),
                        file(1, "a", "b"),
                        link("la", "a"),
                        link("lb", "a", "b"),
                        link("gone", "nowhere")))))
                .files();
        assertThat(files).extracting(TorrentFile::pathText).startsWith("own/a.1", "own/a/b");
        assertThat(files.get(2).symlinkTarget()).contains(List.of("own", "a"));
        assertThat(files.get(3).symlinkTarget()).contains(List.of("own", "a", "b"));
        assertThat(files.get(4).isSymlink()).isTrue();
        assertThat(files.get(4).symlinkTarget()).isEmpty();
        List<TorrentFile> clash = READER.read(torrent(multi(List.of(file(1, "A", "x"), file(1, "a"), link("l", "a")))))
                .files();
        assertThat(clash.get(1).path()).containsExactly("own", "a.1");
        assertThat(clash.get(2).symlinkTarget()).contains(List.of("own", "a.1"));
    }

    @Test
    void linksThroughLinksEndSomewhereOrAreNotMade() {
        List<TorrentFile> files = READER.read(torrent(multi(List.of(
                        file(1, "d", "f"),
                        link("l1", "d"),
                        link("l2", "l1", "f"),
                        link("x", "y", "z"),
                        link("y", "x", "z"),
                        link("self", "self")))))
                .files();
        assertThat(files.get(2).symlinkTarget()).contains(List.of("own", "l1", "f"));
        assertThat(files.get(3).symlinkTarget()).isEmpty();
        assertThat(files.get(4).symlinkTarget()).isEmpty();
        assertThat(files.get(5).symlinkTarget()).isEmpty();
    }

    @Test
    void manyLinksThroughLinksTakeNoLongTime() {
        List<BencodeValue> files = new ArrayList<>();
        files.add(file(1, "f"));
        for (int i = 0; i < 20_000; i++) {
            files.add(link("l" + i, "l" + (i + 1), "x"));
        }
        List<TorrentFile> read = READER.read(torrent(multi(files))).files();
        assertThat(read).hasSize(20_001);
        assertThat(read.stream().filter(file -> file.symlinkTarget().isPresent()))
                .isEmpty();
    }

    @Test
    void pathsStayInsideTheFolderWhateverTheRules() {
        Random random = new Random(7);
        byte[] alphabet = "./\\:ab\u0000\u00c0\u00ae\u00e2\u0080\u00ae~ ".getBytes(ISO_8859_1);
        for (PathRules rules : PathRules.values()) {
            for (int i = 0; i < 3000; i++) {
                List<BencodeValue> path = new ArrayList<>();
                for (int element = 0; element <= random.nextInt(3); element++) {
                    path.add(BencodeValue.of(garbage(random, alphabet)));
                }
                BencodeValue file = BencodeDictionary.builder()
                        .put("length", 1)
                        .put(BencodeValue.of("path"), new BencodeList(path))
                        .build();
                BencodeDictionary.Builder info = multi(List.of(file)).put("name", garbage(random, alphabet));
                List<String> read = new MetainfoReader(rules)
                        .read(torrent(info))
                        .files()
                        .get(0)
                        .path();
                assertThat(read).allSatisfy(element -> assertThat(element)
                        .isNotEmpty()
                        .isNotIn(".", "..")
                        .doesNotContain("/", "\\", "\0"));
            }
        }
    }

    @Test
    void readsAHybridWithoutHashesAsVersion2() {
        byte[] hybrid = Vectors.content("torrents/created/hybrid-single.torrent");
        assertThat(READER.read(hybrid).infoHashes().isHybrid()).isTrue();
        BencodeDictionary top = (BencodeDictionary) Bencode.read(hybrid);
        BencodeDictionary.Builder info = BencodeDictionary.builder();
        top.dictionary("info").orElseThrow().forEach((key, value) -> {
            if (!key.is("pieces")) {
                info.put(key, value);
            }
        });
        Metainfo read = READER.read(torrent(info));
        assertThat(read.infoHashes().v1()).isEmpty();
        assertThat(read.hasV1Hashes()).isFalse();
        assertThatThrownBy(() -> read.v1Hash(0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void countsTailPaddingIfVersion1Does() {
        Metainfo padded = READER.read(Vectors.content("torrents/created/hybrid-multi.torrent"));
        TorrentFile last = padded.files().get(padded.files().size() - 1);
        assertThat(padded.layout().totalLength() % padded.layout().pieceLength())
                .isZero();
        assertThat(padded.layout().totalLength()).isGreaterThan(last.end());
        Metainfo single = READER.read(Vectors.content("torrents/created/hybrid-single.torrent"));
        assertThat(single.layout().totalLength()).isEqualTo(100_000);
    }

    @Test
    void refusesAPieceLayerThatIsNotTheFiles() {
        byte[] file = Vectors.content("torrents/created/v2-single-3pieces.torrent");
        assertThat(READER.read(file).pieceLayers()).hasSize(1);
        assertThat(READER.read(file).missingPieceLayers()).isEmpty();
        file[file.length - 3] ^= 1;
        assertThatThrownBy(() -> READER.read(file)).hasMessageStartingWith("invalid_piece_layer: layer of ");
    }

    @Test
    void nothingButASpateExceptionComesOfMutatedTorrents() {
        Random random = new Random(11);
        int read = 0;
        for (byte[] original : Torrents.own()) {
            for (int i = 0; i < 300; i++) {
                byte[] mutated = mutate(original, random);
                try {
                    assertThat(READER.read(mutated).files()).isNotEmpty();
                    read++;
                } catch (SpateException e) {
                    assertThat(e.code()).isIn(ErrorCode.BAD_BENCODE, ErrorCode.BAD_TORRENT);
                    assertThat(e.getMessage()).matches("(?s)[a-z_0-9]+( at byte \\d+)?: .+");
                }
            }
        }
        assertThat(read).isGreaterThan(500);
    }

    private static byte[] mutate(byte[] original, Random random) {
        byte[] bytes = original.clone();
        for (int change = 0; change <= random.nextInt(3) && bytes.length > 0; change++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = (byte) "0123456789iled:-".charAt(random.nextInt(16));
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                default -> {
                    int from = random.nextInt(bytes.length);
                    int length = Math.min(random.nextInt(20), bytes.length - Math.max(from, at));
                    System.arraycopy(bytes, from, bytes, at, length);
                }
            }
        }
        return bytes;
    }

    private static byte[] garbage(Random random, byte[] alphabet) {
        byte[] bytes = new byte[random.nextInt(6)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = alphabet[random.nextInt(alphabet.length)];
        }
        return bytes;
    }

    private static byte[] torrent(BencodeDictionary.Builder info) {
        return Bencode.write(BencodeDictionary.builder()
                .put(BencodeValue.of("info"), info.build())
                .build());
    }

    private static BencodeDictionary.Builder single(long length) {
        return BencodeDictionary.builder()
                .put("name", "own")
                .put("length", length)
                .put("piece length", SIXTEEN_KIB)
                .put("pieces", new byte[20]);
    }

    private static BencodeDictionary.Builder multi(List<BencodeValue> files) {
        return BencodeDictionary.builder()
                .put("name", "own")
                .put(BencodeValue.of("files"), new BencodeList(files))
                .put("piece length", SIXTEEN_KIB)
                .put("pieces", new byte[20]);
    }

    private static BencodeValue file(long length, String... path) {
        return BencodeDictionary.builder()
                .put("length", length)
                .put(BencodeValue.of("path"), texts(path))
                .build();
    }

    private static BencodeValue link(String name, String... target) {
        return BencodeDictionary.builder()
                .put("length", 0)
                .put("attr", "l")
                .put(BencodeValue.of("path"), texts(name))
                .put(BencodeValue.of("symlink path"), texts(target))
                .build();
    }

    private static BencodeList texts(String... texts) {
        List<BencodeValue> values = new ArrayList<>();
        for (String text : texts) {
            values.add(BencodeValue.of(text));
        }
        return new BencodeList(values);
    }
}
