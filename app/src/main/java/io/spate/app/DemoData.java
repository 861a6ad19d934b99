package io.spate.app;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A few files of random bytes in a folder. */
final class DemoData {
    static final long MIN_SIZE = 64 << 10;

    private static final String NAME = "spate-demo";
    private static final int CHUNK = 64 << 10;

    private final Path parent;
    private final SplittableRandom random;
    private final List<Path> files = new ArrayList<>();

    /** @param parent gets the folder of the files */
    DemoData(Path parent, SplittableRandom random) {
        this.parent = parent;
        this.random = random;
    }

    Path parent() {
        return parent;
    }

    Path root() {
        return parent.resolve(NAME);
    }

    /** Three files of odd lengths, so that pieces span them. */
    void write(long bytes) throws IOException {
        Files.createDirectories(root().resolve("more"));
        long first = bytes / 2 + 12_345 % (bytes / 4);
        long second = bytes / 5;
        write("large.bin", first);
        write("more/middle.bin", second);
        write("more/small.bin", bytes - first - second);
    }

    private void write(String name, long bytes) throws IOException {
        Path file = Path.of(NAME).resolve(name);
        byte[] chunk = new byte[CHUNK];
        try (OutputStream out = Files.newOutputStream(parent.resolve(file))) {
            for (long left = bytes; left > 0; left -= CHUNK) {
                random.nextBytes(chunk);
                out.write(chunk, 0, (int) Math.min(CHUNK, left));
            }
        }
        files.add(file);
    }

    int count() {
        return files.size();
    }

    /** Whether the same files, byte for byte, are in another folder. */
    boolean isEqualIn(Path other) throws IOException {
        for (Path file : files) {
            if (Files.mismatch(parent.resolve(file), other.resolve(file)) >= 0) {
                return false;
            }
        }
        return true;
    }
}
