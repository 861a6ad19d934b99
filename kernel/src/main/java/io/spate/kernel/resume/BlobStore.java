package io.spate.kernel.resume;

import io.spate.api.InfoHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Small values that plugins keep, each in a file of its own that is replaced whole: the blocking half of
 * {@link io.spate.api.plugin.StateStore}. Runs on disk threads; safe for threads.
 */
public final class BlobStore {
    public static final int MAX_VALUE_LENGTH = 1024 * 1024;

    private static final Pattern KEY = Pattern.compile("[a-z0-9.-]{1,64}");
    private static final String VALUES = "values";

    private final Path directory;

    BlobStore(Path directory) {
        this.directory = directory;
    }

    /** @param owner the plugin's id */
    public Optional<byte[]> load(String owner, String key) throws IOException {
        return DurableFiles.read(file(owner, VALUES, key), MAX_VALUE_LENGTH);
    }

    public Optional<byte[]> load(String owner, InfoHash torrent, String key) throws IOException {
        return DurableFiles.read(file(owner, torrent.toHex(), key), MAX_VALUE_LENGTH);
    }

    /** When this returns, the value survives a power loss. */
    public void save(String owner, String key, byte[] value) throws IOException {
        save(file(owner, VALUES, key), value);
    }

    /** As {@link #save(String, String, byte[])}, for as long as the torrent is known. */
    public void save(String owner, InfoHash torrent, String key, byte[] value) throws IOException {
        save(file(owner, torrent.toHex(), key), value);
    }

    /** Removes what all plugins keep for the torrent. */
    synchronized void remove(InfoHash torrent) throws IOException {
        for (Path owner : list(directory)) {
            Path values = owner.resolve(torrent.toHex());
            if (Files.isDirectory(values)) {
                for (Path value : list(values)) {
                    Files.deleteIfExists(value);
                }
                Files.deleteIfExists(values);
            }
        }
    }

    private synchronized void save(Path file, byte[] value) throws IOException {
        if (value.length > MAX_VALUE_LENGTH) {
            throw new IllegalArgumentException(
                    "value: " + value.length + " bytes (expected: 0.." + MAX_VALUE_LENGTH + ")");
        }
        Files.createDirectories(file.getParent());
        DurableFiles.replace(file, value);
    }

    /** A key may be ".." or "con": what is put around it makes a file name of it everywhere. */
    private Path file(String owner, String folder, String key) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("key: " + key + " (expected: 1..64 of a-z 0-9 . -)");
        }
        return directory.resolve(folderOf(owner)).resolve(folder).resolve("value-" + key + ".bin");
    }

    /** Ids of plugins may be anything; what is not plain in them is written in hexadecimal. */
    private static String folderOf(String owner) {
        StringBuilder folder = new StringBuilder("plugin-");
        for (byte b : owner.getBytes(StandardCharsets.UTF_8)) {
            if (b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '-') {
                folder.append((char) b);
            } else {
                folder.append(String.format("_%02x", b));
            }
        }
        return folder.toString();
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
