package io.spate.kernel.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.spate.api.session.SessionService;
import io.spate.kernel.settings.PluginHostSettings;
import io.spate.testkit.RecordingAlerts;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GuardedServiceTest {
    private final Guards guards = new Guards(
            new PluginHostSettings(
                    Duration.ofSeconds(5), 3, Duration.ofMinutes(1), Duration.ofSeconds(10), Duration.ZERO),
            new RecordingAlerts(),
            Clock.systemUTC(),
            () -> 0);
    private final Guard guard = guards.of("words", reason -> {});
    private final Extensions extensions = new Extensions();

    @Test
    void isFoundByItsInterfaceWhileItsPluginRuns() {
        assertThat(extensions.service(Words.class)).isEmpty();
        Registration registration = extensions.register(guard, new Echo());

        Words words = extensions.service(Words.class).orElseThrow();
        assertThat(words.now("a")).isEqualTo("a");
        assertThat(words.later("b").result()).isEqualTo("b");
        assertThat(words).isEqualTo(words).hasToString("Words of words");

        registration.remove();
        assertThat(extensions.service(Words.class)).isEmpty();
    }

    @Test
    void isAnExtensionPointOfItsOwnAndNotAMarker() {
        assertThat(Extensions.pointsOf(Echo.class)).containsExactly(Words.class);
    }

    @Test
    void whoKeepsItKeepsNothingOfTheStoppedPlugin() {
        Registration registration = extensions.register(guard, new Echo());
        Words kept = extensions.service(Words.class).orElseThrow();
        registration.remove();
        registration.letGo();

        assertThatThrownBy(() -> kept.now("a")).isInstanceOfSatisfying(SpateException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.STOPPED));
        assertThat(kept.later("a").cause()).isInstanceOfSatisfying(SpateException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.STOPPED));
    }

    @Test
    void misuseReachesTheCallerAndIsNoFault() {
        extensions.register(guard, new Echo());
        Words words = extensions.service(Words.class).orElseThrow();

        assertThatThrownBy(() -> words.now("")).isInstanceOf(IllegalArgumentException.class);
        assertThat(words.later("").cause()).isInstanceOf(IllegalArgumentException.class);
        assertThat(guard.faultCount()).isZero();
    }

    @Test
    void aDefectIsCountedAndToldByItsCode() {
        extensions.register(guard, new Echo());
        Words words = extensions.service(Words.class).orElseThrow();

        assertThatThrownBy(() -> words.now("defect"))
                .isInstanceOfSatisfying(
                        SpateException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PLUGIN_FAILED));
        assertThat(guard.faultCount()).isEqualTo(1);
    }

    interface Words extends SessionService {
        String now(String word);

        Future<String> later(String word);
    }

    private static final class Echo implements Words {
        @Override
        public String now(String word) {
            if (word.isEmpty()) {
                throw new IllegalArgumentException("word: empty");
            }
            if (word.equals("defect")) {
                throw new IllegalStateException("planned");
            }
            return word;
        }

        @Override
        public Future<String> later(String word) {
            return Future.succeededFuture(now(word));
        }
    }
}
