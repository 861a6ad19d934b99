package io.spate.kernel.storage;

import java.io.IOException;
import java.nio.file.Path;

/** Links on disk lead a path of the torrent to somewhere else. */
final class PathOutsideException extends IOException {
    PathOutsideException(Path real, Path directory) {
        super("a link leads to " + real + " (expected: inside " + directory + ")");
    }
}
