package io.spate.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The pages that are made from the sources. With {@code -Dspate.docs.write=true} they are written; else they are compared. */
class ReferencePagesTest {
    private static final Checkout CHECKOUT = Checkout.current();
    private static final String COMMAND = "mvn -pl src/test -am test -Dtest=ReferencePagesTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dspate.docs.write=true";

    @Test
    void theSettingsPageSaysWhatTheReferencesSay() throws IOException {
        check("settings.md", new SettingsPage(CHECKOUT).render());
    }

    @Test
    void theAlertsPageSaysWhatTheSourcesSay() throws IOException {
        check("alerts.md", new AlertsPage(CHECKOUT).render());
    }

    private static void check(String name, String made) throws IOException {
        Path page = CHECKOUT.docs().resolve(name);
        if (Boolean.getBoolean("spate.docs.write")) {
            Files.writeString(page, made);
        }
        assertThat(difference(Files.exists(page) ? Files.readString(page) : "", made))
                .as("docs/" + name + " is not what the sources say. Make it anew, and commit it:\n\n    " + COMMAND
                        + "\n")
                .isEmpty();
    }

    /** The first line that differs: two whole pages are more than anybody reads. */
    private static Optional<String> difference(String written, String made) {
        List<String> was = written.lines().toList();
        List<String> expected = made.lines().toList();
        int line = 0;
        while (line < was.size() && line < expected.size() && was.get(line).equals(expected.get(line))) {
            line++;
        }
        return written.equals(made)
                ? Optional.empty()
                : Optional.of("line " + (line + 1) + ": " + at(was, line) + "\n(expected: " + at(expected, line) + ")");
    }

    private static String at(List<String> lines, int line) {
        return line < lines.size() ? lines.get(line) : "the end";
    }
}
