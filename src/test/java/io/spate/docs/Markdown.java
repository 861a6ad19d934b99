package io.spate.docs;

import java.util.List;
import java.util.stream.Collectors;

/** The little of Markdown that the pages need. */
final class Markdown {
    private Markdown() {}

    static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    static String header(String... cells) {
        return row(cells) + "|---".repeat(cells.length) + "|\n";
    }

    /** On one line, with nothing in it that ends a cell. */
    static String cell(String text) {
        return text.replaceAll("\\s+", " ").strip().replace("|", "\\|");
    }

    static String code(String text) {
        return "`" + text + "`";
    }

    static String lines(List<String> parts) {
        return parts.stream().collect(Collectors.joining("<br>"));
    }
}
