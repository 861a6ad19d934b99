package io.spate.kernel.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class PluginSettingsTest {
    private static final PluginReference DHT = Sources.plugin("dht", "nodes = 8\nrouters = [a, b]");

    @Test
    void aPluginIsEnabledUnlessItIsSwitchedOff() {
        assertThat(load().pluginEnabled("dht")).isTrue();
        assertThat(load("spate.plugins.dht.enabled=false").pluginEnabled("dht")).isFalse();
    }

    @Test
    void aPluginThatIsNotThereCanBeSwitchedOff() {
        EffectiveSettings settings =
                SettingsLoader.load(SettingsSources.none().withSet("spate.plugins.dht.enabled=false"), List.of());

        assertThat(settings.warnings())
                .containsExactly("--set spate.plugins.dht.enabled=false: spate.plugins.dht: there is no such plugin");
    }

    @Test
    void settingsOfAnAbsentPluginAreOnlyWarnedOf() {
        assertThat(load("spate.plugins.dth.nodes=5").warnings())
                .containsExactly(
                        "--set spate.plugins.dth.nodes=5: spate.plugins.dth: there is no such plugin (did you mean: dht)");
    }

    @Test
    void anUnknownKeyOfAPluginIsAnError() {
        assertThatThrownBy(() -> load("spate.plugins.dht.node=5"))
                .hasMessage("--set spate.plugins.dht.node=5: spate.plugins.dht.node: unknown key"
                        + " (did you mean: spate.plugins.dht.nodes)");
    }

    @Test
    void enabledMustBeABoolean() {
        assertThatThrownBy(() -> load("spate.plugins.dht.enabled=5"))
                .message()
                .contains("spate.plugins.dht.enabled: \"5\" (expected: true or false)");
    }

    @Test
    void aPluginIsRequiredIfTheUserSaysSo() {
        assertThat(load().requiredPlugins()).isEmpty();
        assertThat(load("spate.plugins.dht.required=false").requiredPlugins()).isEmpty();
        assertThat(load("spate.plugins.dht.required=true").requiredPlugins())
                .containsExactly(new RequiredPlugin(
                        "dht", "spate.plugins.dht.required is true (--set spate.plugins.dht.required=true)"));
        assertThatThrownBy(() -> load("spate.plugins.gone.required=much"))
                .hasMessageContaining("spate.plugins.gone.required: \"much\" (expected: true or false)");
    }

    @Test
    void aPluginIsRequiredIfAnythingOfItIsForcedWhetherItIsThereOrNot() {
        assertThat(load("spate.plugins.gone.deep.way=forced", "spate.plugins.gone.why=enforced")
                        .requiredPlugins())
                .containsExactly(new RequiredPlugin(
                        "gone", "spate.plugins.gone.deep.way is forced (--set spate.plugins.gone.deep.way=forced)"));
    }

    @Test
    void aPluginMustBeASection() {
        assertThatThrownBy(() -> load("spate.plugins.dht=false"))
                .hasMessage("--set spate.plugins.dht=false: spate.plugins.dht: \"false\" (expected: a section)");
        assertThatThrownBy(() -> Sources.set("spate.plugins.dht=false"))
                .hasMessage("--set spate.plugins.dht=false: spate.plugins.dht: \"false\" (expected: a section)");
    }

    @Test
    void thePluginReadsItsSectionOverItsDefaults() {
        EffectiveSettings settings = load("spate.plugins.dht.nodes=5");

        assertThat(settings.plugin(DHT).integer("nodes", 1, 100)).isEqualTo(5);
        assertThat(settings.plugin(DHT).texts("routers")).containsExactly("a", "b");
    }

    @Test
    void aNewVersionOfAPluginHasItsOwnDefaultsAndKeys() {
        EffectiveSettings settings = load("spate.plugins.dht.nodes=5");
        PluginReference next = Sources.plugin("dht", "nodes = 16\nport = 1");
        PluginReference without = Sources.plugin("dht", "port = 1");

        assertThat(settings.plugin(next).integer("port", 1, 2)).isEqualTo(1);
        assertThatThrownBy(() -> settings.plugin(without)).hasMessageContaining("spate.plugins.dht.nodes: unknown key");
    }

    @Test
    void aPluginCannotSetWhatIsNotItsOwn() {
        PluginReference greedy =
                new PluginReference("greedy", ConfigFactory.parseString("spate.limits.upload=1, spate.zebra=2"));

        EffectiveSettings settings = SettingsLoader.load(SettingsSources.none(), List.of(greedy));

        assertThat(settings.kernel().limits().upload()).isZero();
        assertThat(settings.config().hasPath("spate.zebra")).isFalse();
    }

    @Test
    void anEmptySectionOfTheReferenceTakesAnyKey() {
        PluginReference open = Sources.plugin("names", "aliases {}");

        EffectiveSettings settings = SettingsLoader.load(
                SettingsSources.none().withSet("spate.plugins.names.aliases.any=thing"), List.of(open));

        assertThat(settings.plugin(open).section("aliases").text("any")).isEqualTo("thing");
    }

    private static EffectiveSettings load(String... set) {
        return SettingsLoader.load(SettingsSources.none().withSet(set), List.of(DHT));
    }
}
