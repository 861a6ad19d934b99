package io.spate.kernel.resume;

import io.spate.api.ErrorCode;
import io.spate.api.InfoHash;
import io.spate.api.PeerAddress;
import io.spate.api.SpateException;
import io.spate.api.bencode.Bencode;
import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.bencode.BencodeList;
import io.spate.api.bencode.BencodeString;
import io.spate.api.bencode.BencodeValue;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.session.AddTorrent;
import io.spate.kernel.metainfo.MagnetReader;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A {@link SavedTorrent} as a bencoded dictionary; its metainfo is in a file of its own. Pure. */
final class SavedTorrentFile {
    /** Where the metainfo of a torrent is. */
    interface MetainfoOf {
        Metainfo read(InfoHash torrent) throws IOException;
    }

    private static final long VERSION = 1;

    private SavedTorrentFile() {}

    static byte[] write(SavedTorrent saved) {
        AddTorrent torrent = saved.torrent();
        BencodeDictionary.Builder entries = BencodeDictionary.builder()
                .put("version", VERSION)
                .put("number", saved.number())
                .put("directory", torrent.directory().toString())
                .put("downloaded", saved.before().downloaded())
                .put("uploaded", saved.before().uploaded())
                .put("paused", torrent.paused() ? 1 : 0)
                .put("seed only", torrent.seedOnly() ? 1 : 0)
                .put("sequential", torrent.sequential() ? 1 : 0)
                .put("peers", texts(torrent.peers()))
                .put("file priorities", bytes(torrent.filePriorities()));
        torrent.magnet().ifPresent(link -> entries.put("magnet", link.toUri()));
        torrent.storage().ifPresent(provider -> entries.put("storage", provider));
        return Bencode.write(entries.build());
    }

    /** @throws SpateException {@code STATE_FAILED}, or what is wrong with the metainfo */
    static SavedTorrent read(InfoHash hash, byte[] file, MetainfoOf metainfo) throws IOException {
        if (!(Bencode.read(file) instanceof BencodeDictionary entries)
                || entries.integer("version").orElse(0) != VERSION) {
            throw damaged(hash, "version", "none that is known (expected: " + VERSION + ")");
        }
        try {
            SavedTorrent saved = new SavedTorrent(
                    torrent(hash, entries, metainfo), number(hash, entries, "number"), transferred(hash, entries));
            if (!saved.hash().equals(hash)) {
                throw damaged(hash, "torrent", saved.hash() + " (expected: " + hash + ")");
            }
            return saved;
        } catch (IllegalArgumentException e) {
            throw damaged(hash, "torrent", e.getMessage());
        }
    }

    private static AddTorrent torrent(InfoHash hash, BencodeDictionary entries, MetainfoOf metainfo)
            throws IOException {
        Path directory = directory(hash, entries);
        Optional<String> magnet = entries.text("magnet");
        AddTorrent plain = magnet.isPresent()
                ? AddTorrent.of(MagnetReader.read(magnet.get()), directory)
                : AddTorrent.of(metainfo.read(hash), directory);
        return new AddTorrent(
                plain.metainfo(),
                plain.magnet(),
                directory,
                peers(entries),
                entries.text("storage"),
                isSet(entries, "sequential"),
                isSet(entries, "seed only"),
                priorities(entries),
                isSet(entries, "paused"));
    }

    private static Path directory(InfoHash hash, BencodeDictionary entries) {
        String text = entries.text("directory").orElseThrow(() -> damaged(hash, "directory", "none"));
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw damaged(hash, "directory", e.getMessage());
        }
    }

    private static Transferred transferred(InfoHash hash, BencodeDictionary entries) {
        return new Transferred(number(hash, entries, "downloaded"), number(hash, entries, "uploaded"));
    }

    private static long number(InfoHash hash, BencodeDictionary entries, String key) {
        return entries.integer(key).orElseThrow(() -> damaged(hash, key, "none (expected: a number)"));
    }

    private static boolean isSet(BencodeDictionary entries, String key) {
        return entries.integer(key).orElse(0) == 1;
    }

    private static List<PeerAddress> peers(BencodeDictionary entries) {
        List<PeerAddress> peers = new ArrayList<>();
        for (BencodeValue each : entries.list("peers").map(BencodeList::values).orElse(List.of())) {
            if (each instanceof BencodeString text) {
                PeerAddress.parse(text.text()).ifPresent(peers::add);
            }
        }
        return peers;
    }

    private static List<Integer> priorities(BencodeDictionary entries) {
        List<Integer> priorities = new ArrayList<>();
        entries.string("file priorities").ifPresent(bytes -> {
            for (byte each : bytes.toBytes()) {
                priorities.add((int) each);
            }
        });
        return priorities;
    }

    private static BencodeList texts(List<PeerAddress> peers) {
        return new BencodeList(peers.stream()
                .<BencodeValue>map(peer -> BencodeString.of(peer.toString()))
                .toList());
    }

    private static byte[] bytes(List<Integer> priorities) {
        byte[] bytes = new byte[priorities.size()];
        for (int file = 0; file < bytes.length; file++) {
            bytes[file] = priorities.get(file).byteValue();
        }
        return bytes;
    }

    private static SpateException damaged(InfoHash hash, String what, String found) {
        return new SpateException(ErrorCode.STATE_FAILED, "saved torrent " + hash + ": " + what + ": " + found);
    }
}
