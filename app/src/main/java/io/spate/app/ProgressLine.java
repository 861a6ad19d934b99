package io.spate.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jline.utils.WCWidth;

/** A {@link Progress} in one line: for a log, or for a terminal of any width. */
final class ProgressLine {
    private static final int MIN_BAR = 12;
    private static final int MAX_BAR = 32;
    private static final int MIN_TITLE = 8;
    private static final String GAP = "  ";

    private ProgressLine() {}

    static String plain(Progress progress) {
        Stream<String> head = Stream.of(progress.title() + ": " + progress.action()
                + (progress.hasEnd() ? " " + progress.percent() + "% of " + Shown.bytes(progress.total()) : ""));
        Stream<String> rate = progress.rate() > 0 ? Stream.of(Shown.rate(progress.rate())) : Stream.empty();
        Stream<String> rest = Stream.concat(progress.details().stream(), timeLeft(progress).stream());
        return Stream.of(head, rate, rest).flatMap(part -> part).collect(Collectors.joining(", "));
    }

    /** At most so many columns: what matters least is left out first, and the bar takes what remains. */
    static String bar(Progress progress, int columns) {
        String percent = progress.hasEnd() ? String.format("%3d%%", progress.percent()) : progress.action();
        String rate = String.format("%12s", Shown.rate(progress.rate()));
        int room = columns - columnsOf(percent);
        boolean hasRate = room >= GAP.length() + columnsOf(rate);
        room -= hasRate ? GAP.length() + columnsOf(rate) : 0;

        String title = shortened(progress.title(), Math.max(MIN_TITLE, columns / 4));
        boolean hasTitle = room >= columnsOf(title) + GAP.length();
        room -= hasTitle ? columnsOf(title) + GAP.length() : 0;

        boolean hasBar = progress.hasEnd() && room >= GAP.length() + MIN_BAR;
        room -= hasBar ? GAP.length() + MIN_BAR : 0;

        List<String> more = new ArrayList<>();
        for (String detail : moreOf(progress)) {
            if (room >= GAP.length() + columnsOf(detail)) {
                more.add(detail);
                room -= GAP.length() + columnsOf(detail);
            }
        }
        String bar = hasBar ? barOf(progress, Math.min(MAX_BAR, MIN_BAR + Math.max(0, room))) : "";
        return Stream.concat(
                        Stream.of(hasTitle ? title : "", percent, bar, hasRate ? rate : "")
                                .filter(part -> !part.isEmpty()),
                        more.stream())
                .collect(Collectors.joining(GAP));
    }

    private static List<String> moreOf(Progress progress) {
        List<String> more = new ArrayList<>();
        timeLeft(progress).ifPresent(more::add);
        if (progress.hasEnd() && progress.timeLeft().isEmpty()) {
            more.add(progress.action());
        }
        more.addAll(progress.details());
        return more;
    }

    private static Optional<String> timeLeft(Progress progress) {
        return progress.timeLeft()
                .map(left -> "ETA " + (left.toSeconds() < 60 ? left.toSeconds() + "s" : Shown.time(left)));
    }

    private static String barOf(Progress progress, int columns) {
        int inside = columns - 2;
        int filled = (int) (inside * Math.min(1.0, (double) progress.done() / progress.total()));
        String head = filled > 0 && filled < inside ? "=".repeat(filled - 1) + ">" : "=".repeat(filled);
        return "[" + head + " ".repeat(inside - filled) + "]";
    }

    /** As many columns as allowed, with two dots for what is cut. */
    private static String shortened(String text, int columns) {
        if (columnsOf(text) <= columns) {
            return text;
        }
        StringBuilder kept = new StringBuilder();
        int used = 0;
        for (int point : text.codePoints().toArray()) {
            int width = Math.max(0, WCWidth.wcwidth(point));
            if (used + width > columns - 2) {
                break;
            }
            kept.appendCodePoint(point);
            used += width;
        }
        return kept + "..";
    }

    /** Letters of eastern scripts take two columns, combining marks none. */
    static int columnsOf(String text) {
        return text.codePoints()
                .map(point -> Math.max(0, WCWidth.wcwidth(point)))
                .sum();
    }
}
