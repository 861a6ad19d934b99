package io.spate.kernel.metainfo;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.metainfo.FileAttribute;
import io.spate.api.metainfo.TorrentFile;
import io.spate.kernel.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ClashingNamesTest {
    @TestFactory
    Stream<DynamicTest> renamesAsTheVectorsDo() {
        return Vectors.tests("duplicate-names.json", vector -> {
            List<TorrentFile> files = new ArrayList<>();
            vector.required("files")
                    .forEach(file -> files.add(file(
                            file.required("path").asText(),
                            file.required("length").asLong(),
                            file.required("pad").asBoolean())));
            List<String> expected = new ArrayList<>();
            vector.required("expect").forEach(path -> expected.add(path.asText()));
            ClashingNames.rename(files, PathRules.POSIX);
            assertThat(files).extracting(TorrentFile::pathText).isEqualTo(expected);
        });
    }

    @Test
    void aLaterFileGivesWayToOneThatWasRenamed() {
        assertThat(renamed(PathRules.POSIX, "d/a", "d/A", "d/a.1")).containsExactly("d/a", "d/A.1", "d/a.1.1");
    }

    @Test
    void comparesAsTheSystemDoes() {
        assertThat(renamed(PathRules.POSIX, "\u00c9", "\u00e9")).containsExactly("\u00c9", "\u00e9");
        assertThat(renamed(PathRules.WINDOWS, "\u00c9", "\u00e9", "e\u0301"))
                .containsExactly("\u00c9", "\u00e9.1", "e\u0301.2");
    }

    private static List<String> renamed(PathRules rules, String... paths) {
        List<TorrentFile> files = new ArrayList<>();
        for (String path : paths) {
            files.add(file(path, 1, false));
        }
        ClashingNames.rename(files, rules);
        return files.stream().map(TorrentFile::pathText).toList();
    }

    private static TorrentFile file(String path, long length, boolean pad) {
        return new TorrentFile(
                List.of(path.split("/")),
                length,
                0,
                pad ? Set.of(FileAttribute.PAD) : Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
