package io.spate.docs;

import io.spate.api.InfoHash;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.PieceVerified;
import io.spate.kernel.Spate;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** {@code docs/alerts.md}: every alert of the API, with its facts and who posts it. */
final class AlertsPage {
    private static final String HEAD =
            """
            # Alerts

            *Made from the sources of `plugin-api`. Do not edit: see [contributing](contributing.md#pages-that-are-made).*

            An alert is a record: something that happened, and its facts. `Session.subscribe` queues alerts for one reader,
            `Session.listen` calls back on the thread that posted. A plugin may post alerts of its own, which read like these:
            by `Alert.name` and `Alert.facts`.

            Every alert has a time (`at`), a category, and a message, one line of English. One that is about a torrent has its best
            info-hash. An optional fact that is not known is left out of the facts.

            With `--json` the command line prints each alert as one line, and so does `Spate.toJson`:

                %s

            """;

    private final Checkout checkout;

    AlertsPage(Checkout checkout) {
        this.checkout = checkout;
    }

    String render() {
        List<AlertSource> alerts =
                AlertSource.in(Checkout.sources(checkout.root().resolve("plugin-api/src/main/java")));
        StringBuilder page = new StringBuilder(HEAD.formatted(Spate.toJson(SampleAlert.of(PieceVerified.class))));
        List<AlertSource> sorted = alerts.stream()
                .sorted(Comparator.comparing(source -> type(source).getSimpleName()))
                .toList();
        contents(page, sorted);
        for (AlertCategory category : AlertCategory.values()) {
            List<AlertSource> own = sorted.stream()
                    .filter(source -> sample(source).category() == category)
                    .toList();
            if (!own.isEmpty()) {
                page.append("\n## ").append(category).append('\n');
                own.forEach(source -> alert(page, source));
            }
        }
        return page.toString();
    }

    private static void contents(StringBuilder page, List<AlertSource> alerts) {
        page.append(Markdown.header("category", "alerts"));
        for (AlertCategory category : AlertCategory.values()) {
            String names = alerts.stream()
                    .filter(source -> sample(source).category() == category)
                    .map(source -> type(source).getSimpleName())
                    .map(name -> "[" + name + "](#" + name.toLowerCase(Locale.ROOT) + ")")
                    .collect(Collectors.joining(", "));
            page.append(Markdown.row(Markdown.code(category.name()), names.isEmpty() ? "none yet" : names));
        }
    }

    private void alert(StringBuilder page, AlertSource source) {
        page.append("\n### ").append(type(source).getSimpleName()).append("\n\n");
        page.append(source.text()).append(' ').append(posters(source)).append("\n\n");
        page.append("    ").append(sample(source).message()).append("\n\n");
        List<RecordComponent> facts = facts(source);
        if (!facts.isEmpty()) {
            page.append(Markdown.header("fact", "type", "meaning"));
            facts.forEach(fact -> page.append(row(fact, source)));
        }
    }

    private static String row(RecordComponent fact, AlertSource source) {
        return Markdown.row(
                Markdown.code(fact.getName()),
                Markdown.code(name(fact.getGenericType())),
                Markdown.cell(source.parameters().getOrDefault(fact.getName(), "")));
    }

    /** Without those that every alert has. */
    private static List<RecordComponent> facts(AlertSource source) {
        return Arrays.stream(type(source).getRecordComponents())
                .filter(fact -> !fact.getName().equals("at") && fact.getType() != InfoHash.class)
                .toList();
    }

    private String posters(AlertSource source) {
        List<String> posters = new ArrayList<>();
        if (isMadeIn(checkout.root().resolve("kernel"), source)) {
            posters.add("the kernel");
        }
        for (Path plugin : checkout.plugins()) {
            if (isMadeIn(plugin, source)) {
                posters.add("the plugin `" + plugin.getFileName() + "`");
            }
        }
        return posters.isEmpty()
                ? "*Nothing posts it yet.*"
                : "Posted by " + String.join(", ", posters) + (isAboutATorrent(source) ? ", about a torrent." : ".");
    }

    private static boolean isMadeIn(Path module, AlertSource source) {
        String made = "new " + type(source).getSimpleName() + "(";
        return Checkout.sources(module.resolve("src/main/java")).stream()
                .anyMatch(file -> Checkout.text(file).contains(made));
    }

    private static boolean isAboutATorrent(AlertSource source) {
        return sample(source).torrent().isPresent();
    }

    private static Alert sample(AlertSource source) {
        return SampleAlert.of(type(source));
    }

    private static Class<?> type(AlertSource source) {
        try {
            return Class.forName(source.className());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String name(Type type) {
        if (type instanceof ParameterizedType generic) {
            return ((Class<?>) generic.getRawType()).getSimpleName()
                    + Arrays.stream(generic.getActualTypeArguments())
                            .map(AlertsPage::name)
                            .collect(Collectors.joining(", ", "<", ">"));
        }
        return ((Class<?>) type).getSimpleName();
    }
}
