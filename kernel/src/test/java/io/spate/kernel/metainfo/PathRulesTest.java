package io.spate.kernel.metainfo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spate.api.bencode.BencodeString;
import io.spate.api.bencode.BencodeValue;
import io.spate.kernel.Vectors;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PathRulesTest {
    private static final Map<String, PathRules> PLATFORMS =
            Map.of("posix", PathRules.POSIX, "windows", PathRules.WINDOWS, "android", PathRules.ANDROID);

    @TestFactory
    Stream<DynamicTest> makesPathsOfTheVectorsElements() {
        return PLATFORMS.entrySet().stream().flatMap(platform -> Vectors.cases("sanitize-paths.json").stream()
                .map(vector -> DynamicTest.dynamicTest(
                        platform.getKey() + " " + vector.required("name").asText(),
                        () -> assertThat(path(vector, platform.getValue()))
                                .isEqualTo(texts(vector.required(platform.getKey()))))));
    }

    private static List<String> path(JsonNode vector, PathRules rules) {
        List<String> path = new ArrayList<>();
        vector.required("elements_hex").forEach(hex -> {
            BencodeString raw = BencodeValue.of(HexFormat.of().parseHex(hex.asText()));
            if (vector.required("force").asBoolean()) {
                path.add(rules.element(raw));
            } else {
                rules.name(raw).ifPresent(path::add);
            }
        });
        return path;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    @ParameterizedTest
    @CsvSource({
        "CON, _CON",
        "con.txt, _con.txt",
        "com1.tar.gz, _com1.tar.gz",
        "COM\u00b9, _COM\u00b9",
        "lpt0.x, _lpt0.x",
        "nul .txt, _nul .txt",
        "CONIN$, _CONIN$",
        "aux., _aux",
        "console, console",
        "com10, com10",
        "x.con, x.con",
    })
    void namesOfDevicesAreNoFilesOnWindows(String raw, String expected) {
        assertThat(PathRules.WINDOWS.element(BencodeValue.of(raw))).isEqualTo(expected);
        assertThat(PathRules.POSIX.element(BencodeValue.of(raw))).isEqualTo(raw);
    }

    @ParameterizedTest
    @EnumSource(PathRules.class)
    void noNameIsLongerThanSystemsTake(PathRules rules) {
        for (String raw : List.of("\u0001", "\u00ff", "x", "\u00e9", "\u4e2d", "\ud83d\ude00", ".")) {
            String name = rules.element(BencodeValue.of(raw.repeat(5000) + ".abcdefgh"));
            assertThat(name.length()).isLessThanOrEqualTo(255);
            if (rules != PathRules.WINDOWS) {
                assertThat(BencodeValue.of(name).length()).isLessThanOrEqualTo(255);
            }
            assertThat(name).endsWith(".abcdefgh");
        }
        byte[] bad = "\u0080".repeat(5000).getBytes(ISO_8859_1);
        assertThat(rules.element(BencodeValue.of(bad))).isEqualTo("_".repeat(240));
    }

    @Test
    void takesNamesForTheSameThatTheSystemDoes() {
        assertThat(PathRules.POSIX.fold("A/\u00c9")).isEqualTo("a/\u00c9");
        assertThat(PathRules.WINDOWS.fold("A/\u00c9")).isEqualTo(PathRules.WINDOWS.fold("a/\u00e9"));
        assertThat(PathRules.MACOS.fold("\u00e9")).isEqualTo(PathRules.MACOS.fold("E\u0301"));
        assertThat(PathRules.POSIX.fold("\u00e9")).isNotEqualTo(PathRules.POSIX.fold("e\u0301"));
    }

    @Test
    void knowsTheSystemItRunsOn() {
        assertThat(PathRules.of("Windows 11", "Eclipse Adoptium")).isEqualTo(PathRules.WINDOWS);
        assertThat(PathRules.of("Mac OS X", "Apple")).isEqualTo(PathRules.MACOS);
        assertThat(PathRules.of("Linux", "The Android Project")).isEqualTo(PathRules.ANDROID);
        assertThat(PathRules.of("Linux", "Debian")).isEqualTo(PathRules.POSIX);
        assertThat(PathRules.of("FreeBSD", "")).isEqualTo(PathRules.POSIX);
    }
}
