package io.spate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DemoTrackerTest {
    private static final String HASH = "%00%01%02%03%04%05%06%07%08%09%0a%0b%0c%0d%0e%0f%fd%fe%ffA";

    private DemoTracker tracker;

    @BeforeEach
    void start() throws Exception {
        tracker = DemoTracker.start();
    }

    @AfterEach
    void stop() {
        tracker.close();
    }

    private String ask(String query) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(tracker.url() + query)).build();
        return new String(
                HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofByteArray())
                        .body(),
                StandardCharsets.ISO_8859_1);
    }

    @Test
    void tellsEachPeerOfTheOthers() throws Exception {
        assertThat(ask("?info_hash=" + HASH + "&port=258&event=started")).isEqualTo("d8:intervali1800e5:peers0:e");
        assertThat(tracker.firstAnnounce()).isCompleted();
        assertThat(ask("?info_hash=" + HASH + "&port=772&event=started"))
                .isEqualTo("d8:intervali1800e5:peers6:\u007f\0\0\u0001\u0001\u0002e");
        assertThat(tracker.announces()).isEqualTo(2);
    }

    @Test
    void forgetsAPeerThatStops() throws Exception {
        ask("?info_hash=" + HASH + "&port=258");
        ask("?info_hash=" + HASH + "&port=258&event=stopped");

        assertThat(ask("?info_hash=" + HASH + "&port=772")).isEqualTo("d8:intervali1800e5:peers0:e");
    }

    @Test
    void refusesWhatIsNoAnnounce() throws Exception {
        for (String query :
                new String[] {"", "?", "?info_hash=abc&port=1", "?info_hash=" + HASH, "?info_hash=" + HASH + "&port=0"
                }) {
            assertThat(ask(query)).startsWith("d14:failure reason");
        }
        assertThat(tracker.firstAnnounce()).isNotDone();
    }
}
