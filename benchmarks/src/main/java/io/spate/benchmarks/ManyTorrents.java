package io.spate.benchmarks;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What sessions of many idle torrents cost: how long they take to start from what they saved, and what heap and processor time
 * a torrent takes that nobody asks for anything. Each figure is of a process of its own; heap is what is left after a
 * collection, less that of a session without torrents.
 */
public final class ManyTorrents {
    private static final String HEAP = "-Xmx1g";
    private static final List<Integer> USUAL = List.of(100, 1000, 10_000);

    private ManyTorrents() {}

    public static void main(String[] args) throws Exception {
        List<Integer> counts =
                args.length == 0 ? USUAL : Stream.of(args).map(Integer::valueOf).toList();
        Path folder = Files.createTempDirectory("spate-many-torrents-");
        try {
            System.out.println("| torrents | start s | heap a torrent KiB | idle, of one core | threads |");
            System.out.println("|---|---|---|---|---|");
            IdleFigures none = measure(folder, 0);
            for (int count : counts) {
                System.out.println(measure(folder, count).lessOf(none).row(count));
            }
        } finally {
            delete(folder);
        }
    }

    private static IdleFigures measure(Path folder, int count) throws Exception {
        Path session = Files.createDirectory(folder.resolve(Integer.toString(count)));
        run(session, "prepare", count);
        IdleFigures figures = IdleFigures.parse(run(session, "measure", count));
        delete(session);
        return figures;
    }

    /** @return the last line of what it printed */
    private static String run(Path folder, String step, int count) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-cp",
                System.getProperty("java.class.path"),
                IdleSession.class.getName(),
                step,
                folder.toString(),
                Integer.toString(count)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String last = process.inputReader().lines().reduce("", (before, line) -> line);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": exit status " + process.exitValue());
        }
        return last;
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException problem) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
