package io.spate.plugin.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.InfoHash;
import io.spate.testkit.FakePluginContext;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScrapesTest {
    private static final InfoHash HASH = InfoHash.ofHex("01".repeat(20));

    @Test
    void forgetsTrackersThatAreAskedNothing() {
        try (FakePluginContext context = new FakePluginContext("tracker", "")) {
            Scrapes scrapes = new Scrapes(new TrackerSource(context, new TrackerSettings(context.settings())));
            List<Future<SwarmNumbers>> asked = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                asked.add(scrapes.ask(TrackerUrl.parse("http://t" + i + ".example/announce"), HASH));
                context.time().advance(Duration.ofMillis(100));
            }
            context.time().advance(Duration.ofSeconds(2));

            assertThat(asked).allMatch(Future::failed); // nobody knows the names
            assertThat(scrapes.size()).isLessThan(100);
        }
    }
}
