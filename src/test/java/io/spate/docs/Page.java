package io.spate.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of Markdown. */
record Page(Path path) {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern NAME = Pattern.compile("[A-Z][a-z]+[A-Z]\\w*(\\.[a-z]\\w*)?|[A-Z][a-z]+\\.[a-z]\\w*");
    private static final Pattern FILE = Pattern.compile("(?ms)^```\\w+ (\\S+)\\n(.*?)^```$");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    /** Without what stands indented or between fences: that is output, or somebody else's code. */
    private String prose() {
        return Checkout.text(path)
                .replaceAll("(?ms)^```.*?^```$", "")
                .lines()
                .filter(line -> !line.startsWith("    "))
                .reduce("", (all, line) -> all + line + "\n");
    }

    /** Links that lead nowhere in the checkout. */
    List<String> brokenLinks() {
        return found(LINK, prose())
                .map(link -> link.group(1))
                .filter(link -> !link.contains("://") && !leadsSomewhere(link))
                .toList();
    }

    /** What looks like a class, or like a method of one: {@code PieceRun}, {@code PieceDownloads.pick}. */
    List<String> names() {
        return found(CODE, prose())
                .map(code -> code.group(1))
                .filter(code -> NAME.matcher(code).matches())
                .distinct()
                .toList();
    }

    /** What stands between fences that name a file, by its name. */
    Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        found(FILE, Checkout.text(path)).forEach(file -> files.put(file.group(1), file.group(2)));
        return files;
    }

    private boolean leadsSomewhere(String link) {
        int anchor = link.indexOf('#');
        Path target = anchor == 0
                ? path
                : path.resolveSibling(anchor < 0 ? link : link.substring(0, anchor))
                        .normalize();
        return Files.exists(target)
                && (anchor < 0 || new Page(target).anchors().anyMatch(link.substring(anchor + 1)::equals));
    }

    /** As GitHub makes them of headings. */
    private Stream<String> anchors() {
        return found(HEADING, Checkout.text(path))
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-'));
    }

    private static Stream<MatchResult> found(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
