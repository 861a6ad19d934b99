package io.spate.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogSetupTest {
    @TempDir
    private Path folder;

    private final PrintStream standardError = System.err;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final LoggerContext loggers = new LoggerContext();

    @BeforeEach
    void complete() {
        loggers.setMDCAdapter(new LogbackMDCAdapter());
    }

    @AfterEach
    void giveBack() {
        loggers.stop();
        System.setErr(standardError);
        System.clearProperty("io.spate.log");
        System.clearProperty("logback.configurationFile");
    }

    @Test
    void isWhatLogbackFinds() {
        assertThat(ServiceLoader.load(Configurator.class)).hasAtLeastOneElementOfType(LogSetup.class);
    }

    @Test
    void writesWarningsToStandardErrorAndNothingBelow() {
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));

        assertThat(new LogSetup().configure(loggers)).isEqualTo(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
        logger("io.spate.kernel.X").info("quiet");
        logger("io.netty.X").info("quiet");
        logger("io.spate.kernel.X").warn("loud {}", 1);

        assertThat(lines()).hasSize(1).first().asString().endsWith(" WARN io.spate.kernel.X loud 1");
    }

    @Test
    void writesMoreOfOurOwnWhereThatIsAskedFor() {
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        System.setProperty("io.spate.log", "DEBUG");

        new LogSetup().configure(loggers);
        logger("io.netty.X").debug("not ours");
        logger("io.spate.kernel.X").debug("ours");

        assertThat(lines()).hasSize(1).first().asString().endsWith(" DEBUG io.spate.kernel.X ours");
    }

    @Test
    void leavesItToAFileThatTheUserNames() {
        System.setProperty("logback.configurationFile", "mine.xml");

        assertThat(new LogSetup().configure(loggers)).isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);
        assertThat(logger("ROOT").iteratorForAppenders()).isExhausted();
    }

    @Test
    void isUsedAtOnceByTheProviderThatTheLauncherNames() {
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        LogProvider provider = new LogProvider();

        provider.initialize();
        provider.getLoggerFactory().getLogger("io.netty.X").info("quiet");
        provider.getLoggerFactory().getLogger("io.netty.X").warn("loud");

        assertThat(lines()).hasSize(1).first().asString().endsWith(" WARN io.netty.X loud");
    }

    @Test
    void isNotUsedByThatProviderWhereTheUserNamesAFile() throws IOException {
        Path file =
                Files.writeString(folder.resolve("mine.xml"), "<configuration><root level='ERROR'/></configuration>");
        System.setProperty("logback.configurationFile", file.toString());
        LogProvider provider = new LogProvider();

        provider.initialize();

        LoggerContext made = (LoggerContext) provider.getLoggerFactory();
        assertThat(made.getLogger("ROOT").getLevel()).isEqualTo(Level.ERROR);
        assertThat(made.getLogger("ROOT").iteratorForAppenders()).isExhausted();
    }

    @Test
    void tellsAnExceptionAndWhatPeersSayOnOneLine() {
        String line = new LogLine()
                .doLayout(new LoggingEvent(
                        "x",
                        logger("a.B"),
                        Level.ERROR,
                        "two\nlines \u001b[2J",
                        new IllegalStateException("why"),
                        null));

        assertThat(line)
                .containsPattern("^\\d\\d:\\d\\d:\\d\\d\\.\\d{3} ERROR a\\.B two lines \uFFFD\\[2J \\| ")
                .contains("java.lang.IllegalStateException: why at io.spate.app.LogSetupTest.")
                .endsWith(System.lineSeparator())
                .satisfies(text -> assertThat(text.lines()).hasSize(1));
    }

    private Logger logger(String name) {
        return loggers.getLogger(name);
    }

    private List<String> lines() {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
