package io.spate.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages that name what is not there mislead more than no page. */
class PagesTest {
    private static final Checkout CHECKOUT = Checkout.current();

    @Test
    void linksLeadSomewhere() {
        List<String> broken = new ArrayList<>();
        for (Page page : pages()) {
            page.brokenLinks().forEach(link -> broken.add(CHECKOUT.root().relativize(page.path()) + ": " + link));
        }

        assertThat(broken).as("links that lead nowhere").isEmpty();
    }

    @Test
    void whatLooksLikeAClassIsOne() {
        KnownNames known = new KnownNames(Checkout.sources(CHECKOUT.root()).stream()
                .filter(PagesTest::isWrittenByHand)
                .map(Checkout::text)
                .toList());
        List<String> unknown = new ArrayList<>();
        for (Page page : pages()) {
            page.names().stream()
                    .filter(name -> !known.contains(name))
                    .forEach(name -> unknown.add(CHECKOUT.root().relativize(page.path()) + ": " + name));
        }

        assertThat(unknown)
                .as("names between backticks that no source declares or imports")
                .isEmpty();
    }

    @Test
    void whatIsWrongWithAPageIsSeen(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("other.md"), "## Who owns what?\n");
        Path page = Files.writeString(
                folder.resolve("page.md"),
                """
                # Here
                [a](other.md#who-owns-what) [b](#here) [c](other.md#gone) [d](gone.md) [e](https://example.org/x)
                `RealName`, `RealName.member`, `GoneName`, `Imported.anything`, `a plain text`

                    `IndentedName` [f](indented.md)
                """);
        KnownNames known = new KnownNames(List.of("import a.b.Imported;\nrecord RealName(int member) {}"));

        assertThat(new Page(page).brokenLinks()).containsExactly("other.md#gone", "gone.md");
        assertThat(new Page(page).names().stream().filter(name -> !known.contains(name)))
                .containsExactly("GoneName");
    }

    private static List<Page> pages() {
        List<Page> pages =
                Checkout.files(CHECKOUT.root(), file -> file.toString().endsWith(".md") && isWrittenByHand(file))
                        .stream()
                        .map(Page::new)
                        .toList();
        assertThat(pages).hasSizeGreaterThan(5);
        return pages;
    }

    private static boolean isWrittenByHand(Path file) {
        Stream<Path> elements =
                StreamSupport.stream(CHECKOUT.root().relativize(file).spliterator(), false);
        return elements.noneMatch(element ->
                element.toString().equals("target") || element.toString().startsWith("."));
    }
}
