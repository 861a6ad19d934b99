package io.spate.kernel.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pf4j.Plugin;
import org.pf4j.PluginDependency;

class PluginResolutionTest {
    @Test
    void eachComesAfterWhatItNeeds() {
        assertThat(inOrder(plugin("a", "b"), plugin("b", "c"), plugin("c"))).containsExactly("c", "b", "a");
    }

    @Test
    void thoseThatNeedNothingKeepTheirOrder() {
        assertThat(inOrder(plugin("b"), plugin("a"), plugin("c"))).containsExactly("b", "a", "c");
    }

    @Test
    void anOptionalDependencyComesFirst() {
        assertThat(inOrder(plugin("a", "b?"), plugin("b"))).containsExactly("b", "a");
    }

    @Test
    void anOptionalDependencyThatNeedsUsComesAfter() {
        assertThat(inOrder(plugin("a", "b?"), plugin("b", "c"), plugin("c", "a")))
                .containsExactly("a", "c", "b");
    }

    @Test
    void twoThatLikeEachOtherAreBothLoaded() {
        assertThat(inOrder(plugin("a", "b?"), plugin("b", "a?"))).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aCycleTakesNobodyElseWithIt() {
        PluginResolution resolution = resolve(plugin("a", "b"), plugin("b", "a"), plugin("c", "c"), plugin("d", "e?"));

        assertThat(resolution.refused())
                .isEqualTo(Map.of(
                        "a", "it needs itself: a -> b -> a",
                        "b", "it needs itself: a -> b -> a",
                        "c", "it needs itself: c -> c"));
        assertThat(ids(resolution.inOrder())).containsExactly("d");
    }

    @Test
    void aRefusalReachesAllThatDependOnIt() {
        assertThat(resolve(plugin("a", "b"), plugin("b", "c"), plugin("c", "missing"))
                        .refused())
                .isEqualTo(Map.of(
                        "a", "it needs plugin b, which cannot be loaded",
                        "b", "it needs plugin c, which cannot be loaded",
                        "c", "it needs plugin missing, which is not there"));
    }

    @Test
    void aRangeThatCannotBeReadIsRefused() {
        assertThat(resolve(plugin("a", "b@newest"), plugin("b")).refused())
                .isEqualTo(Map.of(
                        "a",
                        "the version of b in its Plugin-Dependencies is \"newest\""
                                + " (expected: a range such as >=1.2.0 & <2.0.0)"));
    }

    @Test
    void aBareVersionMeansThatOneOrAnyLater() {
        assertThat(resolve(plugin("a", "b@0.9.0"), plugin("b")).refused()).isEmpty();
        assertThat(resolve(plugin("a", "b@1.0.1"), plugin("b")).refused()).hasSize(1);
    }

    @Test
    void whatIsNeededIsToldInOrder() {
        PluginResolution resolution = resolve(plugin("a", "b", "x?"), plugin("x"), plugin("b", "c"), plugin("c"));

        assertThat(ids(resolution.needed("a"))).containsExactly("c", "b", "a");
    }

    private static List<String> inOrder(FoundPlugin... plugins) {
        return ids(resolve(plugins).inOrder());
    }

    private static List<String> ids(List<FoundPlugin> plugins) {
        return plugins.stream().map(FoundPlugin::id).toList();
    }

    private static PluginResolution resolve(FoundPlugin... plugins) {
        return new PluginResolution(List.of(plugins), id -> Optional.empty());
    }

    private static FoundPlugin plugin(String id, String... dependencies) {
        return new FoundPlugin(
                new PluginSource(Path.of(id + ".jar")),
                new PluginDescription(
                        id,
                        "1.0.0",
                        "*",
                        "",
                        Plugin.class.getName(),
                        Arrays.stream(dependencies).map(PluginDependency::new).toList(),
                        List.of()));
    }
}
