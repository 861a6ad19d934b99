package io.spate.kernel.storage;

import io.spate.api.metainfo.TorrentFile;
import io.spate.api.storage.FileStamp;
import io.spate.api.storage.StorageRequest;
import io.spate.api.storage.TorrentStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** A torrent in files, read and written at their positions. Files are made when something is written to them. */
final class TorrentFiles implements TorrentStorage {
    private final List<TorrentFile> files;
    private final StoredFile[] stored; // null where nothing is stored: pad files, links
    private final SaveDirectory directory;
    private final OpenFiles openFiles;
    private final FileRanges ranges;
    private final FileRanges.Access reading = this::readPart;
    private final FileRanges.Access writing = this::writePart;
    private final Object syncing = new Object();

    TorrentFiles(StorageRequest request, OpenFiles openFiles) throws IOException {
        this.files = request.metainfo().files();
        this.stored = new StoredFile[files.size()];
        this.directory = new SaveDirectory(request.directory());
        this.openFiles = openFiles;
        this.ranges = new FileRanges(request.metainfo().layout(), files);
        for (int i = 0; i < stored.length; i++) {
            if (!files.get(i).isPad() && !files.get(i).isSymlink()) {
                stored[i] =
                        new StoredFile(directory, directory.resolve(files.get(i).path()), openFiles);
            }
        }
    }

    @Override
    public void prepare() throws IOException {
        makeRoot();
        for (int i = 0; i < stored.length; i++) {
            if (stored[i] != null && files.get(i).length() == 0) {
                stored[i].create();
            }
        }
        for (TorrentFile file : files) {
            if (file.symlinkTarget().isPresent()) {
                directory.makeLink(
                        directory.resolve(file.path()),
                        directory.resolve(file.symlinkTarget().get()));
            }
        }
    }

    @Override
    public void read(int piece, int begin, ByteBuffer into) throws IOException {
        ranges.divide(piece, begin, into, reading);
    }

    @Override
    public boolean isInMemory(int piece, int begin, int length) {
        return ranges.test(piece, begin, length, this::isPartInMemory);
    }

    @Override
    public void write(int piece, int begin, ByteBuffer from) throws IOException {
        ranges.divide(piece, begin, from, writing);
    }

    @Override
    public void sync() throws IOException {
        synchronized (syncing) { // a second caller must not return while the first is still at it
            for (StoredFile file : stored) {
                if (file != null) {
                    file.sync();
                }
            }
            directory.sync();
        }
    }

    @Override
    public List<FileStamp> stamps() throws IOException {
        List<FileStamp> stamps = new ArrayList<>(stored.length);
        for (StoredFile file : stored) {
            stamps.add(file == null ? FileStamp.ALWAYS : file.stamp());
        }
        return stamps;
    }

    @Override
    public void close() throws IOException {
        openFiles.close(Arrays.stream(stored).filter(Objects::nonNull).toList());
    }

    private void makeRoot() throws IOException {
        List<String> first = files.get(0).path();
        Path root = directory.resolve(first.subList(0, first.size() > 1 ? 1 : 0));
        try {
            directory.makeDirectories(root);
        } catch (IOException e) {
            throw StorageErrors.cannotWrite(root, e);
        }
    }

    private void readPart(int file, long position, ByteBuffer part) throws IOException {
        if (file == FileRanges.PADDING) {
            Zeros.fill(part);
        } else {
            stored[file].read(position, part);
        }
    }

    private boolean isPartInMemory(int file, long position, int length) {
        return file == FileRanges.PADDING || stored[file].isInMemory(position, length);
    }

    private void writePart(int file, long position, ByteBuffer part) throws IOException {
        if (file == FileRanges.PADDING) {
            part.position(part.limit());
        } else {
            stored[file].write(position, part);
        }
    }
}
