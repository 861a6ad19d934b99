package io.spate.clients;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A process of {@code clients/dht.py}: a DHT node of libtorrent, asked by lines. */
final class LibtorrentNode implements AutoCloseable {
    private static final long SECONDS = 60;

    private final Process process;
    private final PrintStream questions;
    private final BufferedReader answers;
    private final int port;

    private LibtorrentNode(Process process) throws Exception {
        this.process = process;
        this.questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.port = Integer.parseInt(answer());
    }

    static LibtorrentNode start(String address) throws Exception {
        Path script = Path.of(System.getProperty("spate.checkout"), "src", "test", "clients", "dht.py");
        return new LibtorrentNode(new ProcessBuilder("/usr/bin/python3", script.toString(), address)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    int port() {
        return port;
    }

    String ask(String question) throws Exception {
        questions.println(question);
        return answer();
    }

    /** Until it knows a node: us. */
    void awaitNeighbour() throws Exception {
        awaitTrue("that libtorrent knows us", () -> !ask("nodes").equals("0"));
    }

    /** A condition that costs a message to look at is looked at without a pause. */
    void awaitTrue(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain: " + what);
            }
            ask("nodes"); // takes it a moment
        }
    }

    private String answer() throws Exception {
        return CompletableFuture.supplyAsync(() -> {
                    try {
                        return answers.readLine();
                    } catch (IOException e) {
                        return "failed: " + e;
                    }
                })
                .get(SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        questions.close();
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
