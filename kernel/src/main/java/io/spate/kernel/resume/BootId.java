package io.spate.kernel.resume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Tells whether the system was started anew since something was written: what was only handed to the system may then be
 * gone.
 */
public record BootId(UUID id) {
    /** Nobody can tell; as good as a new one each time. */
    public static final BootId UNKNOWN = new BootId(new UUID(0, 0));

    private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");

    /** The system's, or {@link #UNKNOWN} on systems that have none. Reads a file of the kernel's; does not block for long. */
    public static BootId ofSystem() {
        try {
            return new BootId(UUID.fromString(Files.readString(LINUX).strip()));
        } catch (IOException | IllegalArgumentException e) {
            return UNKNOWN;
        }
    }

    boolean isUnknown() {
        return id.equals(UNKNOWN.id);
    }

    /** Whether the system has surely run on since the other was noted. */
    boolean isSureOf(BootId other) {
        return !isUnknown() && id.equals(other.id);
    }
}
