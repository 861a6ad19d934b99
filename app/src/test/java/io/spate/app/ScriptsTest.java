package io.spate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The two scripts, with a Java and a Maven that only tell how they were called. */
@DisabledOnOs(OS.WINDOWS)
class ScriptsTest {
    private static final Path SCRIPT = Path.of("src/main/distribution/bin/spate");
    private static final Path TOP_SCRIPT = Path.of("../spate");

    @TempDir
    private Path temporary;

    private Path top;
    private Path distribution;
    private Path jdk;

    private record Result(int status, List<String> out, List<String> err) {}

    @BeforeEach
    void layOut() throws Exception {
        // A blank in the path: whoever forgets a quote fails here.
        top = Files.createDirectories(temporary.toRealPath().resolve("check out"));
        distribution = top.resolve("app/target/spate-0.1.0");
        Files.createDirectories(distribution.resolve("bin"));
        Files.copy(SCRIPT, distribution.resolve("bin/spate"));
        Files.copy(TOP_SCRIPT, top.resolve("spate"));
        jdk = java("17.0.1");
        program(jdk.resolve("bin/javac"), "exit 0");
    }

    private void buildDistribution() throws Exception {
        Files.createDirectories(distribution.resolve("lib"));
        Files.createFile(distribution.resolve("lib/spate.jar"));
    }

    /** One that prints its arguments, and writes an archive when it should. */
    private Path java(String version) throws Exception {
        Path home = temporary.resolve("jdk " + version);
        program(
                home.resolve("bin/java"),
                "for argument in \"$@\"; do",
                "  printf '%s\\n' \"$argument\"",
                "  case $argument in -XX:ArchiveClassesAtExit=*) echo made >\"${argument#*=}\" ;; esac",
                "done",
                "printf 'LC_ALL=%s\\n' \"${LC_ALL-}\"");
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private static void program(Path file, String... lines) throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Result run(Path script, Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", script.toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(temporary, "out", "");
        Path err = Files.createTempFile(temporary, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(temporary.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().remove("SPATE_JAVA_OPTS");
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().put("LC_ALL", "C");
        builder.environment().putAll(environment);
        int status = builder.start().waitFor();
        return new Result(status, Files.readAllLines(out), Files.readAllLines(err));
    }

    private Result run(Path script, String... arguments) throws Exception {
        return run(script, Map.of(), arguments);
    }

    @Test
    void becomesTheJvmWithTheArgumentsAsTheyAre() throws Exception {
        buildDistribution();

        Result result = run(distribution.resolve("bin/spate"), "get", "a b", "--set", "x=*");

        assertThat(result.status()).isZero();
        assertThat(result.out())
                .containsSubsequence(
                        "-jar", distribution.resolve("lib/spate.jar").toString(), "get", "a b", "--set", "x=*")
                .contains("-Dio.spate.home=" + distribution, "-Dio.spate.terminal=false");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void findsItselfThroughLinksOfBothKinds() throws Exception {
        buildDistribution();
        Path links = Files.createDirectories(temporary.resolve("links"));
        Path absolute = Files.createSymbolicLink(links.resolve("absolute"), distribution.resolve("bin/spate"));
        Path relative = Files.createSymbolicLink(links.resolve("relative"), Path.of("absolute"));

        for (Path link : List.of(absolute, relative)) {
            assertThat(run(link, "x").out()).contains("-Dio.spate.home=" + distribution);
        }
        Path topLink = Files.createSymbolicLink(links.resolve("top"), top.resolve("spate"));
        assertThat(run(topLink, "x").out()).contains("-Dio.spate.home=" + distribution);
    }

    @Test
    void givesEachJavaTheFlagsItKnows() throws Exception {
        buildDistribution();
        Path script = distribution.resolve("bin/spate");

        assertThat(run(script).out()).noneMatch(line -> line.contains("unsafe"));
        jdk = java("25");
        assertThat(run(script).out()).contains("--sun-misc-unsafe-memory-access=allow");
    }

    @Test
    void letsTheUsersOptionsWin() throws Exception {
        buildDistribution();

        List<String> out = run(distribution.resolve("bin/spate"), Map.of("SPATE_JAVA_OPTS", "-Xmx1g -Dx=y"))
                .out();

        assertThat(out).containsSubsequence("-Xmx128m", "-Xmx1g", "-Dx=y", "-jar");
    }

    @Test
    void takesTheParserOfTheCommandLineFromBesideTheJdk() throws Exception {
        buildDistribution();
        Path parser = Files.createFile(distribution.resolve("lib/picocli-1.2.3.jar"));
        Path script = distribution.resolve("bin/spate");

        run(script); // with an archive from now on
        assertThat(run(script).out()).containsSubsequence("-Xbootclasspath/a:" + parser, "-jar");
    }

    @Test
    void makesAnArchiveOfClassesOnceForEachJava() throws Exception {
        buildDistribution();
        Path script = distribution.resolve("bin/spate");

        String first = archive(run(script)).orElseThrow();
        Files.writeString(Path.of(first), "kept");
        String second = archive(run(script)).orElseThrow();
        jdk = java("17.0.2");

        assertThat(second).isEqualTo(first);
        assertThat(Path.of(first)).hasContent("kept").hasParent(distribution.resolve("lib"));
        assertThat(archive(run(script))).isPresent().isNotEqualTo(Optional.of(first));
    }

    @Test
    void makesAnotherArchiveWhereItIsCopiedTo() throws Exception {
        buildDistribution();
        String first = archive(run(distribution.resolve("bin/spate"))).orElseThrow();
        Path copy = Files.move(distribution, temporary.toRealPath().resolve("copy"));

        assertThat(archive(run(copy.resolve("bin/spate"))).orElseThrow())
                .startsWith(copy.toString())
                .doesNotEndWith(Path.of(first).getFileName().toString());
    }

    @Test
    void leavesNothingOfAFirstStartThatIsEnded() throws Exception {
        buildDistribution();
        program(
                jdk.resolve("bin/java"),
                "for argument in \"$@\"; do",
                "  case $argument in -XX:ArchiveClassesAtExit=*) echo part >\"${argument#*=}\" ;; esac",
                "done",
                "kill -TERM $PPID");

        Result ended = run(distribution.resolve("bin/spate"));

        assertThat(ended.status()).isEqualTo(143);
        assertThat(distribution.resolve("lib"))
                .isDirectoryContaining("glob:**.jar")
                .isDirectoryNotContaining("glob:**.jsa*");
    }

    @Test
    void startsWithoutAnArchiveThatCouldNotBeMade() throws Exception {
        buildDistribution();
        Path script = distribution.resolve("bin/spate");
        String archive = archive(run(script)).orElseThrow();
        Files.writeString(Path.of(archive), "");

        Result result = run(script);

        assertThat(result.status()).isZero();
        assertThat(archive(result)).isEmpty();
        assertThat(Path.of(archive)).isEmptyFile();
    }

    private static Optional<String> archive(Result result) {
        String flag = "-XX:SharedArchiveFile=";
        return result.out().stream()
                .filter(line -> line.startsWith(flag))
                .map(line -> line.substring(flag.length()))
                .findFirst();
    }

    @Test
    void takesUtf8WhereThereIsNoLocale() throws Exception {
        buildDistribution();
        Path script = distribution.resolve("bin/spate");

        assertThat(run(script).out()).last().isEqualTo("LC_ALL=C.UTF-8");
        assertThat(run(script, Map.of("LC_ALL", "de_DE.ISO-8859-1")).out())
                .last()
                .isEqualTo("LC_ALL=de_DE.ISO-8859-1");
    }

    @Test
    void saysWhichJavaItNeeds() throws Exception {
        buildDistribution();
        Path script = distribution.resolve("bin/spate");

        jdk = java("1.8.0_302");
        Result old = run(script);
        assertThat(old.status()).isEqualTo(1);
        assertThat(old.err()).hasSize(1);
        assertThat(old.err().get(0)).contains("is Java 1.8.0_302").contains("expected: 17 or newer");

        jdk = temporary.resolve("nowhere");
        Result none = run(script);
        assertThat(none.status()).isEqualTo(1);
        assertThat(none.err()).hasSize(1);
        assertThat(none.err().get(0)).contains("JAVA_HOME is no Java");
    }

    @Test
    void buildsOnlyWhenNothingIsBuilt() throws Exception {
        Path programs = Files.createDirectories(temporary.resolve("programs"));
        String jar = distribution.resolve("lib/spate.jar").toString();
        program(
                programs.resolve("mvn"),
                "pwd",
                "echo \"mvn $*\"",
                "mkdir -p '" + jar.replace("/spate.jar", "") + "'",
                ": >'" + jar + "'");
        Map<String, String> environment = Map.of("PATH", programs + ":" + System.getenv("PATH"));

        Result first = run(top.resolve("spate"), environment, "x");
        Result second = run(top.resolve("spate"), environment, "x");

        assertThat(first.status()).isZero();
        assertThat(first.err()).contains(top.toString(), "mvn -B -q -DskipTests package");
        assertThat(first.out()).noneMatch(line -> line.contains("mvn"));
        assertThat(second.err()).isEmpty();
        assertThat(second.out()).contains("-Dio.spate.home=" + distribution);
    }

    @Test
    void saysThatTheBuildFailed() throws Exception {
        Path programs = Files.createDirectories(temporary.resolve("programs"));
        program(programs.resolve("mvn"), "echo broken", "exit 1");

        Result result = run(top.resolve("spate"), Map.of("PATH", programs + ":" + System.getenv("PATH")), "x");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("broken").last().asString().startsWith("spate: the build failed");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void needsAJdkToBuild() throws Exception {
        Files.delete(jdk.resolve("bin/javac"));
        Path programs = Files.createDirectories(temporary.resolve("programs"));
        program(programs.resolve("mvn"), "exit 0");

        Result result = run(top.resolve("spate"), Map.of("PATH", programs + ":" + System.getenv("PATH")), "x");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).hasSize(1);
        assertThat(result.err().get(0)).contains("JAVA_HOME is no JDK");
    }
}
