package io.spate.kernel.settings;

import io.spate.api.plugin.Settings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code spate.storage}, {@code spate.state-directory} and {@code spate.disk}.
 *
 * @param storage the name of the storage provider for torrents that name none
 * @param stateDirectory where state is kept; empty for the system's usual place
 * @param threads that read, write and hash; empty for two a core
 * @param bufferMemory bytes for pieces on their way to or from the disk
 * @param openFiles of torrents that are kept open
 */
public record DiskSettings(
        String storage, Optional<Path> stateDirectory, Optional<Integer> threads, long bufferMemory, int openFiles) {
    private static final long MIB = 1 << 20;
    private static final String STATE_DIRECTORY = "state-directory";

    /** @param spate the section {@code spate} */
    public static DiskSettings from(Settings spate) {
        Settings disk = spate.section("disk");
        int threads = disk.integer("threads", 0, 256);
        return new DiskSettings(
                spate.text("storage"),
                stateDirectory(spate),
                threads == 0 ? Optional.empty() : Optional.of(threads),
                disk.bytes("buffer-memory", 8 * MIB, 64 * 1024 * MIB),
                disk.integer("open-files", 4, 100_000));
    }

    private static Optional<Path> stateDirectory(Settings spate) {
        String text = spate.text(STATE_DIRECTORY);
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            throw spate.fault(STATE_DIRECTORY, "\"" + text + "\"", "a path: " + e.getReason());
        }
    }
}
