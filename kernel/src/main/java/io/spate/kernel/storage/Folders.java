package io.spate.kernel.storage;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is to be known of folders on different systems. */
public final class Folders {
    private Folders() {}

    /** Makes a folder and those above it, if they are not there. Links to folders are as good, which some JDKs deny. */
    public static void make(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
    }

    /** Makes files that were made, renamed or removed in the folder stay so after a power loss. Blocks. */
    public static void force(Path folder) throws IOException {
        if (folder.getFileSystem()
                .supportedFileAttributeViews()
                .contains("posix")) { // others open no folders, and need not
            try (FileChannel channel = FileChannel.open(folder, READ)) {
                channel.force(true);
            }
        }
    }
}
