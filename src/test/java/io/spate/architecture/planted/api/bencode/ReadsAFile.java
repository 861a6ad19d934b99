package io.spate.architecture.planted.api.bencode;

import io.spate.architecture.planted.api.Breaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

@Breaks("CORES_DO_NO_IO")
final class ReadsAFile {
    byte[] read(Path path) throws IOException {
        return Files.readAllBytes(path);
    }
}
