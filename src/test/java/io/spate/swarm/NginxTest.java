package io.spate.swarm;

import static io.spate.swarm.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.session.TorrentHandle;
import io.spate.api.webseed.WebSeedFailed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Web seeds from nginx, as Debian has it, which closes each connection after a few requests. Skipped where it is not. */
class NginxTest extends SwarmTest {
    private static final Path NGINX = Path.of("/usr/sbin/nginx");
    private static final long SECONDS = 20;

    private final TestTorrent torrent = TestTorrent.folder("A folder", 64 * KIB, 23)
            .file("a b.bin", 2 * MIB + 1)
            .file("100% ü&#?+.bin", 700 * KIB)
            .file("one", 1)
            .file("two", 2)
            .file("three", 3)
            .torrent();

    private Process nginx;
    private int port;

    @BeforeEach
    void startNginx() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(NGINX), "there is no nginx here");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(HERE))) {
            port = free.getLocalPort();
        }
        Path root = Files.createDirectories(directory.resolve("www"));
        torrent.writeTo(root);
        Path configuration = directory.resolve("nginx.conf");
        Files.writeString(
                configuration,
                """
                daemon off; master_process off; pid %1$s/nginx.pid; error_log stderr error;
                events {}
                http {
                  access_log off; keepalive_requests 3;
                  client_body_temp_path %1$s/a; proxy_temp_path %1$s/b; fastcgi_temp_path %1$s/c;
                  uwsgi_temp_path %1$s/d; scgi_temp_path %1$s/e;
                  server {
                    listen %2$s:%3$d; root %1$s/www;
                    if ($request_uri ~ "^/moved(/.*)$") { return 302 $1; }
                  }
                }
                """
                        .formatted(directory, HERE, port));
        nginx = new ProcessBuilder(NGINX.toString(), "-p", directory.toString(), "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("nginx.log").toFile())
                .start();
        awaitPort();
    }

    private void awaitPort() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!isListening()) {
            if (nginx.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                throw new AssertionError(Files.readString(directory.resolve("nginx.log")));
            }
        }
    }

    private boolean isListening() {
        try (Socket probe = new Socket(HERE, port)) {
            return probe.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @AfterEach
    void stopNginx() {
        if (nginx != null) {
            nginx.destroy();
        }
    }

    @Test
    void downloadsAFolder() throws Exception {
        download("");
    }

    @Test
    void downloadsAFolderThatMoved() throws Exception {
        download("moved/");
    }

    private void download(String path) throws Exception {
        Path jars = PluginJars.in(directory.resolve("plugins"), "plugins/webseed");
        TestSession leecher = sessions.start("leecher", builder -> builder.plugins(jars));
        TestTorrent seeded = torrent.withWebSeeds("http://" + HERE + ":" + port + "/" + path);
        TorrentHandle download = leecher.download(seeded);
        await(download.whenFinished());
        torrent.checkIn(leecher.data());
        assertThat(leecher.alerts().all(WebSeedFailed.class)).isEmpty();
    }
}
