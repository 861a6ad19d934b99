package io.spate.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.net.DialRequest;
import io.spate.api.net.LinkReceiver;
import io.spate.api.net.PeerLink;
import io.spate.kernel.settings.CongestionSettings;
import io.spate.testkit.FakeTorrent;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpLinkTest {
    private static final int BATCH = 128 * 1024;

    private final VertxPlatform platform = new VertxPlatform(2, 1);
    private final TcpTransport transport = new TcpTransport(platform, new CongestionSettings("reno", ""));
    private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        await(platform.close());
    }

    @Test
    void asksForMoreAfterItWasFullAndWasRead() throws Exception {
        PeerLink link = dial();
        try (Socket other = server.accept()) {
            on(link, () -> {
                link.receiver(new Recorder());
                while (link.queuedBytes() < PeerLink.FULL) {
                    link.write(Unpooled.directBuffer(BATCH).writeZero(BATCH));
                    link.flush();
                }
                return null;
            });
            new Thread(() -> readAll(other)).start();

            assertThat(events.poll(20, TimeUnit.SECONDS)).isEqualTo("drained");
            assertThat(on(link, link::queuedBytes)).isLessThan(PeerLink.FULL);
        }
    }

    @Test
    void tellsWhyTheOtherEndIsGoneNotThatItsOwnBytesWereLost() throws Exception {
        PeerLink link = dial();
        Socket other = server.accept();
        on(link, () -> {
            link.receiver(new Recorder());
            while (link.queuedBytes() < PeerLink.FULL) {
                link.write(Unpooled.directBuffer(BATCH).writeZero(BATCH));
                link.flush();
            }
            return null;
        });
        other.setSoLinger(true, 0); // a reset
        other.close();

        assertThat(events.poll(20, TimeUnit.SECONDS))
                .isIn("closed: connection reset by peer", "closed: connection closed by peer");
    }

    @Test
    void isToldOfTheEndOnceThoughItWasClosedBefore() throws Exception {
        PeerLink link = dial();
        link.close();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        link.loop().schedule(Duration.ofMillis(1), () -> closed.complete(null));
        closed.get(20, TimeUnit.SECONDS);
        on(link, () -> {
            link.receiver(new Recorder());
            link.write(Unpooled.buffer().writeByte(1));
            link.flush();
            return null;
        });

        assertThat(events.poll(20, TimeUnit.SECONDS)).startsWith("closed");
    }

    @Test
    void losesNoByteOnTheWayToAnotherLoop() throws Exception {
        PeerLink link = dial();
        int length = 3 * 1024 * 1024;
        byte[] sent = new byte[length];
        new Random(1).nextBytes(sent);
        ByteBuf received = Unpooled.buffer(length);
        try (Socket other = server.accept()) {
            Thread sender = new Thread(() -> send(other, sent));
            sender.start();
            for (int move = 1; received.readableBytes() < length; move++) {
                int enough = Math.min(length, received.readableBytes() + length / 20);
                CompletableFuture<Void> some = new CompletableFuture<>();
                on(link, () -> {
                    link.receiver(new Gatherer(received, enough, link, some));
                    link.reading(true);
                    return null;
                });
                some.get(20, TimeUnit.SECONDS);
                Loop next = platform.loops().get(move % 2);
                await(on(link, () -> link.moveTo(next)));
                assertThat(link.loop()).isSameAs(next);
            }
            sender.join();
        }

        assertThat(received.array()).startsWith(sent);
        on(link, () -> {
            link.close();
            return null;
        });
    }

    @Test
    void aMoveOfAClosedLinkFails() throws Exception {
        PeerLink link = dial();
        on(link, () -> {
            link.close();
            return null;
        });

        Future<Void> moved = on(link, () -> link.moveTo(platform.loops().get(1)));

        CompletableFuture<Boolean> failed = new CompletableFuture<>();
        moved.onComplete(done -> failed.complete(done.failed()));
        assertThat(failed.get(20, TimeUnit.SECONDS)).isTrue();
    }

    /** To the end, whichever that is. */
    private void readAll(Socket socket) {
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            events.add("reader: " + e.getMessage());
        }
    }

    private static void send(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private PeerLink dial() throws Exception {
        Loop loop = platform.loops().get(0);
        PeerAddress address = PeerAddress.of((InetSocketAddress) server.getLocalSocketAddress());
        CompletableFuture<PeerLink> dialled = new CompletableFuture<>();
        loop.execute(() -> transport
                .dial(new DialRequest(
                        FakeTorrent.ofSeed(1), address, loop, Optional.empty(), Duration.ofSeconds(10), Set.of()))
                .onComplete(done -> {
                    if (done.succeeded()) {
                        dialled.complete(done.result());
                    } else {
                        dialled.completeExceptionally(done.cause());
                    }
                }));
        return dialled.get(20, TimeUnit.SECONDS);
    }

    private static <T> T on(PeerLink link, Supplier<T> action) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        link.loop().execute(() -> done.complete(action.get()));
        return done.get(20, TimeUnit.SECONDS);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private final class Recorder implements LinkReceiver {
        @Override
        public void onBytes(ByteBuf bytes) {
            bytes.release();
        }

        @Override
        public void onDrained() {
            events.add("drained");
        }

        @Override
        public void onClosed(String why) {
            events.add("closed: " + why);
        }
    }

    /** Gathers until there is enough, then pauses the link. */
    private record Gatherer(ByteBuf received, int enough, PeerLink link, CompletableFuture<Void> some)
            implements LinkReceiver {
        @Override
        public void onBytes(ByteBuf bytes) {
            received.writeBytes(bytes);
            bytes.release();
            if (received.readableBytes() >= enough) {
                link.reading(false);
                some.complete(null);
            }
        }

        @Override
        public void onClosed(String why) {
            some.completeExceptionally(new IOException(why));
        }
    }
}
