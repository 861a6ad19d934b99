package io.spate.kernel;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.spate.api.alert.Alert;
import io.spate.api.metainfo.MagnetLink;
import io.spate.api.metainfo.Metainfo;
import io.spate.kernel.alert.AlertJson;
import io.spate.kernel.metainfo.MagnetReader;
import io.spate.kernel.metainfo.MetainfoReader;
import io.spate.kernel.session.Version;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The front door of the engine for programs that embed it. */
public final class Spate {
    /** Bytes of the largest torrent file that is read. */
    private static final int MAX_TORRENT_LENGTH = 10_000_000;

    private Spate() {}

    /** {@code major.minor.patch}. */
    public static String version() {
        return Version.OF_ENGINE;
    }

    /** Begins to say how a session shall be. */
    public static SessionBuilder session() {
        return new SessionBuilder();
    }

    /**
     * Reads a torrent file. Blocks.
     *
     * @throws SpateException {@code BAD_TORRENT} or {@code BAD_BENCODE} with the file's name, if it is none or cannot be read
     */
    public static Metainfo readTorrent(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new SpateException(ErrorCode.BAD_TORRENT, file + ": is a directory (expected: a torrent file)");
            }
            byte[] bytes = firstBytes(file);
            if (bytes.length > MAX_TORRENT_LENGTH) {
                throw new SpateException(
                        ErrorCode.BAD_TORRENT,
                        file + ": more than " + MAX_TORRENT_LENGTH + " bytes (expected: a torrent file)");
            }
            return readTorrent(bytes, file.toString());
        } catch (NoSuchFileException e) {
            throw new SpateException(ErrorCode.BAD_TORRENT, file + ": no such file", e);
        } catch (AccessDeniedException e) {
            throw new SpateException(ErrorCode.BAD_TORRENT, file + ": cannot be read: permission denied", e);
        } catch (IOException e) {
            throw new SpateException(ErrorCode.BAD_TORRENT, file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** No more than it takes to tell that it is too long: pipes and devices do not say how long they are. */
    private static byte[] firstBytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_TORRENT_LENGTH + 1);
        }
    }

    /** @param name of where the bytes come from, for messages */
    public static Metainfo readTorrent(byte[] bytes, String name) {
        try {
            return MetainfoReader.forThisSystem().read(bytes);
        } catch (SpateException e) {
            throw new SpateException(e.code(), name + ": is no valid torrent: " + e.getMessage(), e);
        }
    }

    /** @throws SpateException {@code BAD_MAGNET} if it is none */
    public static MagnetLink readMagnet(String uri) {
        try {
            return MagnetReader.read(uri);
        } catch (SpateException e) {
            throw new SpateException(e.code(), "no valid magnet link: " + e.getMessage(), e);
        }
    }

    /** Begins to say what a new torrent file shall hold. @param source a file or a folder */
    public static TorrentBuilder create(Path source) {
        return new TorrentBuilder(source);
    }

    /**
     * Compares files with a torrent, on all cores. Blocks.
     *
     * @param directory the folder that holds the torrent's root
     * @throws SpateException {@code STORAGE_FAILED} if something cannot be read; what is not there is no failure.
     *     {@code UNSUPPORTED} if the torrent has no version 1 hashes
     */
    public static Verification verify(Metainfo torrent, Path directory, HashProgress progress) {
        return new DataVerifier(torrent, progress).verify(directory);
    }

    /** An alert as one line of JSON. */
    public static String toJson(Alert alert) {
        return AlertJson.line(alert);
    }
}
