package io.spate.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.Loop;
import io.spate.api.SpateException;
import io.spate.api.net.ConnectRequest;
import io.spate.api.net.LinkReceiver;
import io.spate.api.net.PeerLink;
import io.spate.testkit.VirtualTime;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections to servers, in the clear and with TLS. */
class KernelNetworkTest {
    private static final long SECONDS = 40;
    private static final char[] PASSWORD = "password".toCharArray();

    private final VertxPlatform platform = new VertxPlatform(1, 1);
    private final KernelNetwork network =
            new KernelNetwork(platform, new UdpSockets(platform), SourceAddresses.ANY, List::of);
    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @TempDir
    private Path directory;

    private ServerSocket server;

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
        get(platform.close());
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    }

    /** Serves one connection: sends back what comes. */
    private void echo(ServerSocket socket) {
        server = socket;
        Thread thread = new Thread(() -> {
            try (Socket client = socket.accept()) {
                client.getInputStream().transferTo(client.getOutputStream());
            } catch (IOException e) {
                heard.add("server: failed");
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private ServerSocket tlsServer() throws Exception {
        Path store = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private PeerLink connect(Optional<ConnectRequest.Tls> tls) throws Exception {
        Loop loop = platform.loops().get(0);
        InetSocketAddress to = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
        ConnectRequest request = new ConnectRequest(to, loop, Duration.ofSeconds(SECONDS), tls);
        CompletableFuture<PeerLink> connected = new CompletableFuture<>();
        loop.execute(() -> network.connect(request).onComplete(done -> {
            assertThat(loop.inLoop()).isTrue();
            if (done.succeeded()) {
                connected.complete(done.result());
            } else {
                connected.completeExceptionally(done.cause());
            }
        }));
        return connected.get(SECONDS, TimeUnit.SECONDS);
    }

    private void say(PeerLink link, String text) {
        link.loop().execute(() -> {
            link.receiver(new Recorder());
            link.reading(true);
            link.write(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
            link.flush();
        });
    }

    private String hear(int length) throws InterruptedException {
        StringBuilder all = new StringBuilder();
        while (all.length() < length) {
            String next = heard.poll(SECONDS, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            all.append(next);
        }
        return all.toString();
    }

    @Test
    void connectsToAServer() throws Exception {
        echo(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        PeerLink link = connect(Optional.empty());
        say(link, "hello");
        assertThat(hear(5)).isEqualTo("hello");
        link.close();
        assertThat(heard.poll(SECONDS, TimeUnit.SECONDS)).startsWith("closed");
    }

    @Test
    void agreesOnTlsBeforeAnythingIsSaid() throws Exception {
        echo(tlsServer());
        PeerLink link = connect(Optional.of(new ConnectRequest.Tls("localhost", false)));
        say(link, "secret");
        assertThat(hear(6)).isEqualTo("secret");
        link.close();
    }

    @Test
    void doesNotTrustWhomThisMachineDoesNot() throws Exception {
        echo(tlsServer());
        assertThatThrownBy(() -> connect(Optional.of(new ConnectRequest.Tls("localhost", true))))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(SpateException.class);
    }

    @Test
    void failsIfTheServerSpeaksNoTls() throws Exception {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            try (Socket client = server.accept()) {
                client.getOutputStream().write("220 mail.example ESMTP\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                heard.add("server: failed");
            }
        });
        thread.setDaemon(true);
        thread.start();
        assertThatThrownBy(() -> connect(Optional.of(new ConnectRequest.Tls("localhost", false))))
                .cause()
                .isInstanceOf(SpateException.class);
    }

    @Test
    void isRefusedALoopThatIsNoneOfIts() {
        Loop foreign = new VirtualTime().loop();
        ConnectRequest request = new ConnectRequest(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                foreign,
                Duration.ofSeconds(1),
                Optional.empty());
        assertThatThrownBy(() -> network.connect(request)).isInstanceOf(IllegalArgumentException.class);
    }

    private final class Recorder implements LinkReceiver {
        @Override
        public void onBytes(ByteBuf bytes) {
            heard.add(bytes.toString(StandardCharsets.UTF_8));
            bytes.release();
        }

        @Override
        public void onClosed(String why) {
            heard.add("closed: " + why);
        }
    }
}
