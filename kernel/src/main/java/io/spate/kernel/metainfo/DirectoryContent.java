package io.spate.kernel.metainfo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The files of a directory, or one file. */
final class DirectoryContent implements TorrentContent {
    private static final Comparator<Path> BY_BYTES_OF_THE_NAME =
            Comparator.comparing(path -> nameOf(path).getBytes(UTF_8), Arrays::compareUnsigned);

    private final String name;
    private final boolean singleFile;
    private final List<File> files;
    private final List<Path> places;

    private DirectoryContent(String name, boolean singleFile, List<File> files, List<Path> places) {
        this.name = name;
        this.singleFile = singleFile;
        this.files = List.copyOf(files);
        this.places = List.copyOf(places);
    }

    static DirectoryContent of(Path given) {
        Path path = given.toAbsolutePath().normalize();
        try {
            if (path.getFileName() == null) {
                throw new FileSystemException(path.toString(), null, "has no name (expected: a file or directory)");
            }
            Scan scan = new Scan(path.toRealPath());
            boolean directory = Files.isDirectory(path);
            if (directory) {
                scan.directory(path, List.of());
            } else {
                scan.add(path, List.of());
            }
            return new DirectoryContent(nameOf(path), !directory, scan.files, scan.places);
        } catch (DirectoryIteratorException e) {
            throw failure(e.getCause());
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isSingleFile() {
        return singleFile;
    }

    @Override
    public List<File> files() {
        return files;
    }

    @Override
    public Reader open() {
        return new ChannelReader(places);
    }

    static SpateException failure(IOException e) {
        String what = e instanceof NoSuchFileException missing
                ? missing.getFile() + ": no such file"
                : e instanceof FileSystemException failed && failed.getReason() == null
                        ? failed.getFile() + ": cannot be read"
                        : String.valueOf(e.getMessage());
        return new SpateException(ErrorCode.STORAGE_FAILED, what, e);
    }

    private static String nameOf(Path path) {
        return path.getFileName().toString();
    }

    /** Walks through a directory. */
    private static final class Scan {
        private final Path root;
        private final List<File> files = new ArrayList<>();
        private final List<Path> places = new ArrayList<>();

        /** @param root the real path that nothing may lie outside of */
        Scan(Path root) {
            this.root = root;
        }

        void directory(Path directory, List<String> path) throws IOException {
            if (path.size() >= FileTable.MAX_PATH_DEPTH) {
                throw refused(
                        directory,
                        "is " + path.size() + " directories deep (expected: less than " + FileTable.MAX_PATH_DEPTH
                                + ")");
            }
            List<Path> entries = new ArrayList<>();
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
                stream.forEach(entries::add);
            }
            entries.sort(BY_BYTES_OF_THE_NAME);
            for (Path entry : entries) {
                add(entry, path);
            }
        }

        void add(Path entry, List<String> parent) throws IOException {
            checkName(entry);
            if (Files.isSymbolicLink(entry)) {
                checkLink(entry);
            }
            List<String> path = new ArrayList<>(parent);
            path.add(nameOf(entry));
            BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                directory(entry, path);
            } else if (!attributes.isRegularFile()) {
                throw refused(entry, "is neither a file nor a directory");
            } else if (!Files.isReadable(entry)) {
                throw refused(entry, "cannot be read: permission denied");
            } else {
                files.add(new File(path, attributes.size()));
                places.add(entry);
            }
        }

        /** A name that is no text in this locale would stand in the torrent as another one. */
        private static void checkName(Path entry) throws IOException {
            if (!isText(entry)) {
                throw refused(entry, "has a name that is no text here (expected: UTF-8, and a locale for it)");
            }
        }

        private static boolean isText(Path entry) {
            try {
                return entry.resolveSibling(nameOf(entry)).equals(entry);
            } catch (InvalidPathException e) {
                return false;
            }
        }

        private void checkLink(Path link) throws IOException {
            Path target = link.toRealPath();
            if (!target.startsWith(root)) {
                throw refused(link, "is a link to " + target + " (expected: inside " + root + ")");
            }
            if (link.getParent().toRealPath().startsWith(target)) {
                throw refused(link, "is a link to a directory that it is in");
            }
        }

        private static FileSystemException refused(Path path, String why) {
            return new FileSystemException(path.toString(), null, why);
        }
    }

    /** Keeps the file open that was read last; whole pieces are read from few files. */
    private static final class ChannelReader implements Reader {
        private final List<Path> places;
        private int open = -1;
        private FileChannel channel;

        ChannelReader(List<Path> places) {
            this.places = places;
        }

        @Override
        public void read(int file, long offset, ByteBuffer into) throws IOException {
            if (open != file) {
                close();
                channel = FileChannel.open(places.get(file));
                open = file;
            }
            long at = offset;
            while (into.hasRemaining()) {
                int read = channel.read(into, at);
                if (read < 0) {
                    throw new EOFException(places.get(file) + ": became shorter while it was read, " + channel.size()
                            + " bytes are left");
                }
                at += read;
            }
        }

        @Override
        public void close() throws IOException {
            if (channel != null) {
                channel.close();
                channel = null;
                open = -1;
            }
        }
    }
}
