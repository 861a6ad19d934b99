package io.spate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TorrentFetchTest {
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String serve(String path, int status, byte[] body) {
        server.createContext(path, exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        });
        return url(path);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    @Test
    void fetchesWhatIsThere() {
        assertThat(new TorrentFetch().fetch(serve("/a", 200, new byte[] {1, 2, 3})))
                .containsExactly(1, 2, 3);
    }

    @Test
    void followsARedirection() {
        serve("/a", 200, new byte[] {7});
        server.createContext("/b", exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().set("Location", "/a");
                exchange.sendResponseHeaders(302, -1);
            }
        });

        assertThat(new TorrentFetch().fetch(url("/b"))).containsExactly(7);
    }

    @Test
    void saysWhatTheServerSaid() {
        String address = serve("/a", 404, new byte[0]);

        assertThatThrownBy(() -> new TorrentFetch().fetch(address))
                .hasMessage(address + ": HTTP status 404 (expected: 200)");
    }

    @Test
    void readsNoMoreThanATorrentFileMayHave() {
        String address = serve("/a", 200, new byte[(10 << 20) + 1]);

        assertThatThrownBy(() -> new TorrentFetch().fetch(address)).hasMessageContaining("more than 10485760 bytes");
    }

    @Test
    void refusesAnAddressThatIsNone() {
        assertThatThrownBy(() -> new TorrentFetch().fetch("http://a b/")).hasMessageContaining("not an address");
    }
}
