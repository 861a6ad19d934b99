package io.spate.kernel.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsLoaderTest {
    @TempDir
    Path folder;

    @Test
    void aSourceFurtherUpWins() throws IOException {
        Path named =
                file("named.conf", "spate.limits { upload-slots = 3, half-open = 3, connections = 3, upload = 3 }");
        Path user = file(
                "user.conf",
                "spate.limits { upload-slots = 2, half-open = 2, connections = 2, upload = 2, connect-rate = 2 }");
        Path installation = file("installation.conf", "spate.limits { connect-rate = 1, connections-per-torrent = 1 }");
        SettingsSources sources = new SettingsSources(
                List.of("spate.limits.upload-slots=6"),
                Map.of("spate.limits.upload-slots", "5", "spate.limits.half-open", "5"),
                Map.of("CONFIG_FORCE_spate_limits_half__open", "4", "CONFIG_FORCE_spate_limits_connections", "4"),
                Optional.of(named),
                List.of(user, installation));

        LimitSettings limits = SettingsLoader.load(sources, List.of()).kernel().limits();

        assertThat(limits).isEqualTo(new LimitSettings(0, 3, 4, 1, 5, 2, 6));
    }

    @Test
    void theLaterOfTwoOnTheCommandLineWins() {
        assertThat(Sources.set("spate.limits.upload-slots=1", "spate.limits.upload-slots=2")
                        .kernel()
                        .limits()
                        .uploadSlots())
                .isEqualTo(2);
    }

    @Test
    void anUnknownKeyIsToldWithItsFileItsLineAndTheNearestKey() throws IOException {
        Path file = file("my.conf", "spate {\n  limits {\n    downlaod = 5\n  }\n}\n");

        assertThatThrownBy(() -> load(file))
                .isInstanceOfSatisfying(
                        SpateException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_SETTING))
                .hasMessage(file + ": 3: spate.limits.downlaod: unknown key (did you mean: spate.limits.download)");
    }

    @Test
    void aKeyAtTheWrongPlaceIsFoundByItsName() {
        assertThatThrownBy(() -> Sources.set("spate.upload-slots=5"))
                .hasMessage("--set spate.upload-slots=5: spate.upload-slots: unknown key"
                        + " (did you mean: spate.limits.upload-slots)");
    }

    @Test
    void anUnknownSectionIsToldWithTheSettingThatNamesIt() {
        assertThatThrownBy(() -> Sources.set("spate.zebra.stripes=5"))
                .hasMessage("--set spate.zebra.stripes=5: spate.zebra: unknown key");
    }

    @Test
    void nothingIsGuessedForAKeyThatIsLikeNone() {
        assertThatThrownBy(() -> Sources.set("spate.zebra=5"))
                .hasMessage("--set spate.zebra=5: spate.zebra: unknown key");
    }

    @Test
    void allProblemsAreToldTogether() throws IOException {
        Path file = file(
                "my.conf",
                """
                spate.limits.upload-slots = none
                spate.peers.timeout = 1s
                spate.zebra = 1
                """);

        assertThatThrownBy(() -> load(file))
                .hasMessage(String.join(
                        "\n",
                        file + ": 3: spate.zebra: unknown key",
                        file + ": 1: spate.limits.upload-slots: \"none\" (expected: a whole number, 1..10000)",
                        file + ": 2: spate.peers.timeout: 1s (expected: 30s..3600s)"));
    }

    @Test
    void aNamedFileMustBeThere() {
        assertThatThrownBy(() -> load(folder.resolve("missing.conf"))).hasMessageContaining("missing.conf");
    }

    @Test
    void aUsualFileNeedNotBeThere() {
        SettingsSources sources = new SettingsSources(
                List.of(), Map.of(), Map.of(), Optional.empty(), List.of(folder.resolve("missing.conf")));

        assertThat(SettingsLoader.load(sources, List.of()).warnings()).isEmpty();
    }

    @Test
    void aFileThatIsNoHoconIsToldWithItsLine() throws IOException {
        Path file = file("my.conf", "spate {\n  limits { upload = ] }\n}\n");

        assertThatThrownBy(() -> load(file)).message().startsWith(file + ": 2").doesNotContain("\n");
    }

    @Test
    void aSubstitutionThatNobodyAnswersIsToldWithItsLine() throws IOException {
        Path file = file("my.conf", "\nspate.state-directory = ${nobody.knows}\n");

        assertThatThrownBy(() -> load(file)).message().startsWith(file + ": 2").contains("nobody.knows");
    }

    @Test
    void substitutionsMayNameSettingsAndPropertiesOfTheJvm() throws IOException {
        Path file = file(
                "my.conf",
                "spate.limits.upload = ${spate.limits.connections}\nspate.state-directory = ${some.home}/state\n");
        SettingsSources sources = new SettingsSources(
                List.of(),
                Map.of("some.home", "/of/x", "java.vendor", "a", "java.vendor.url", "b"),
                Map.of(),
                Optional.of(file),
                List.of());

        KernelSettings kernel = SettingsLoader.load(sources, List.of()).kernel();

        assertThat(kernel.limits().upload()).isEqualTo(200);
        assertThat(kernel.disk().stateDirectory()).contains(Path.of("/of/x/state"));
    }

    @Test
    void aKeyInsideOfASubstitutedSectionIsChecked() throws IOException {
        Path file = file(
                "my.conf",
                """
                slow { upload = 1, uplaod = 2 }
                spate.limits = ${slow}
                spate.limits = ${spate.limits} { download = 3 }
                """);

        assertThatThrownBy(() -> load(file))
                .hasMessage(file + ": 1: spate.limits.uplaod: unknown key (did you mean: spate.limits.upload)");
    }

    @Test
    void aListCanBeSetOnTheCommandLine() {
        assertThat(Sources.set("spate.transports=[utp]").kernel().network().transports())
                .containsExactly("utp");
    }

    @Test
    void aBareValueNeedsNoQuotes() {
        assertThat(Sources.set("spate.network.outgoing-address=fd00::2")
                        .section("spate.network")
                        .text("outgoing-address"))
                .isEqualTo("fd00::2");
    }

    @Test
    void whatIsNoKeyAndValueIsRefused() {
        assertThatThrownBy(() -> Sources.set("spate.limits.upload", "limits.upload=1"))
                .message()
                .contains("--set spate.limits.upload: no key and value (expected: key=value)")
                .contains("--set limits.upload=1: unknown key (expected: one that begins with spate.)");
    }

    @Test
    void anUnknownPropertyOfTheJvmIsOnlyWarnedOf() {
        EffectiveSettings settings = SettingsLoader.load(Sources.properties("spate.limits.uplaod", "1"), List.of());

        assertThat(settings.warnings())
                .containsExactly("-Dspate.limits.uplaod: spate.limits.uplaod: unknown key"
                        + " (did you mean: spate.limits.upload)");
    }

    @Test
    void anUnknownKeyInTheEnvironmentIsAnError() {
        assertThatThrownBy(() ->
                        SettingsLoader.load(Sources.environment("CONFIG_FORCE_spate_limits_zebra", "1"), List.of()))
                .hasMessage("environment variable CONFIG_FORCE_spate_limits_zebra: spate.limits.zebra: unknown key");
    }

    @Test
    void otherVariablesAndPropertiesAreNotOurs() {
        assertThat(SettingsLoader.load(Sources.environment("CONFIG_FORCE_akka_x", "1"), List.of())
                        .warnings())
                .isEmpty();
        assertThat(SettingsLoader.load(Sources.properties("java.home", "1"), List.of())
                        .warnings())
                .isEmpty();
    }

    @Test
    void underscoresInTheEnvironmentMeanWhatTypesafeConfigUsersExpect() {
        assertThat(SettingsLoader.unmangled("a_b__c___d")).isEqualTo("a.b-c_d");
    }

    @Test
    void aValueWhereASectionIsExpectedIsAnError() {
        assertThatThrownBy(() -> Sources.set("spate.limits=5"))
                .message()
                .startsWith("--set spate.limits=5: spate.limits: \"5\" (expected: a section)");
    }

    @Test
    void everySettingIsListedWithItsOrigin() throws IOException {
        Path file = file("my.conf", "\n\nspate.limits.upload = 16k\n");

        List<SettingLine> lines = load(file).lines();

        assertThat(lines).contains(new SettingLine("spate.limits.upload", "\"16k\"", file + ": 3"));
        assertThat(lines)
                .filteredOn(line -> line.key().equals("spate.limits.download"))
                .singleElement()
                .satisfies(line -> assertThat(line.origin()).matches("reference.conf @ .*: \\d+"));
        assertThat(lines).extracting(SettingLine::key).isSorted().allMatch(key -> key.startsWith("spate."));
    }

    private EffectiveSettings load(Path file) {
        return SettingsLoader.load(
                new SettingsSources(List.of(), Map.of(), Map.of(), Optional.of(file), List.of()), List.of());
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
