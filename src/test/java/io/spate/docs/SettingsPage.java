package io.spate.docs;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** {@code docs/settings.md}: every key of every {@code reference.conf}, with its default and the comment above it. */
final class SettingsPage {
    private static final String HEAD =
            """
            # Settings

            *Made from the `reference.conf` of the kernel and of each plugin. Do not edit: see
            [contributing](contributing.md#pages-that-are-made).*

            Settings are [HOCON](https://github.com/lightbend/config/blob/main/HOCON.md). Sizes are bytes; `16k` and `2 MiB` are
            understood. Durations are `500ms`, `30s`, `5 minutes`. What stands further up in this list wins:

            1. `--set key=value` on the command line, `SessionBuilder.set` in a program
            2. properties of the JVM, `-Dspate.limits.upload=1MiB`
            3. the environment, `CONFIG_FORCE_spate_limits_upload`: one underscore for a dot, two for a dash, three for an underscore
            4. the file that `--config` or `SessionBuilder.settings` names
            5. the usual files, if they are there: the user's, then the installation's
            6. the defaults below

            A key that nobody knows, a wrong type and a value out of range are errors, told with file and line. Two are warnings only:
            settings of a plugin that is not there, and unknown properties of the JVM. `spate config` shows what is in effect, and
            where each value comes from. Every plugin has the keys `spate.plugins.<id>.enabled` and `.required`.
            """;

    private final Checkout checkout;

    SettingsPage(Checkout checkout) {
        this.checkout = checkout;
    }

    String render() {
        StringBuilder page = new StringBuilder(HEAD);
        Config kernel = read(checkout.root().resolve("kernel"));
        page.append("\n## The kernel\n");
        section(page, "spate", kernel.getValue("spate"));
        for (Path plugin : checkout.plugins()) {
            String path =
                    ConfigUtil.joinPath("spate", "plugins", plugin.getFileName().toString());
            Config reference = read(plugin).withFallback(kernel).resolve();
            if (reference.hasPath(path)) {
                page.append("\n## The plugin `").append(plugin.getFileName()).append("`\n");
                section(page, path, reference.getValue(path));
            }
        }
        return page.toString();
    }

    private static Config read(Path module) {
        return ConfigFactory.parseFile(
                module.resolve("src/main/resources/reference.conf").toFile());
    }

    private static void section(StringBuilder page, String path, ConfigValue value) {
        ConfigObject section = (ConfigObject) value;
        page.append("\n### ").append(path).append('\n');
        if (!comment(value).isEmpty()) {
            page.append('\n').append(comment(value)).append('\n');
        }
        List<Map.Entry<String, ConfigValue>> entries = inOrder(section);
        List<List<Map.Entry<String, ConfigValue>>> rows = rows(entries);
        if (!rows.isEmpty()) {
            page.append('\n').append(Markdown.header("key", "default", "meaning"));
            rows.forEach(row -> page.append(row(path, row)));
        }
        for (Map.Entry<String, ConfigValue> entry : entries) {
            if (entry.getValue().valueType() == ConfigValueType.OBJECT) {
                section(page, ConfigUtil.joinPath(within(path, entry.getKey())), entry.getValue());
            }
        }
    }

    private static List<Map.Entry<String, ConfigValue>> inOrder(ConfigObject section) {
        List<Map.Entry<String, ConfigValue>> entries = new ArrayList<>(section.entrySet());
        entries.sort(Comparator.comparingInt(entry -> entry.getValue().origin().lineNumber()));
        return entries;
    }

    /** Keys that stand together under one comment make one row. */
    private static List<List<Map.Entry<String, ConfigValue>>> rows(List<Map.Entry<String, ConfigValue>> entries) {
        List<List<Map.Entry<String, ConfigValue>>> rows = new ArrayList<>();
        int last = -1;
        for (Map.Entry<String, ConfigValue> entry : entries) {
            if (entry.getValue().valueType() == ConfigValueType.OBJECT) {
                continue;
            }
            int line = entry.getValue().origin().lineNumber();
            if (rows.isEmpty() || line != last + 1 || !comment(entry.getValue()).isEmpty()) {
                rows.add(new ArrayList<>());
            }
            rows.get(rows.size() - 1).add(entry);
            last = line;
        }
        return rows;
    }

    private static String row(String path, List<Map.Entry<String, ConfigValue>> row) {
        return Markdown.row(
                Markdown.lines(row.stream()
                        .map(entry -> Markdown.code(ConfigUtil.joinPath(within(path, entry.getKey()))))
                        .toList()),
                Markdown.lines(row.stream()
                        .map(entry -> Markdown.code(shown(entry.getValue())))
                        .toList()),
                Markdown.cell(comment(row.get(0).getValue())));
    }

    private static List<String> within(String path, String key) {
        List<String> elements = new ArrayList<>(ConfigUtil.splitPath(path));
        elements.add(key);
        return elements;
    }

    private static String comment(ConfigValue value) {
        return String.join(" ", value.origin().comments())
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static String shown(ConfigValue value) {
        return value.valueType() == ConfigValueType.STRING
                        && !value.unwrapped().toString().isEmpty()
                ? value.unwrapped().toString()
                : value.render(ConfigRenderOptions.concise()).replace(",", ", ");
    }
}
