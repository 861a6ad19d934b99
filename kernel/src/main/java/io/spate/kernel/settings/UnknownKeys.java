package io.spate.kernel.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares what is set with what the {@code reference.conf}s know. An empty section there is open: it takes any key. The
 * sections of plugins that are not there are passed over.
 */
final class UnknownKeys {
    private static final List<String> ROOT = List.of("spate");
    private static final List<String> PLUGINS = List.of("spate", "plugins");

    private final ConfigObject known;
    private final Config effective;
    private final Problems problems;
    private final List<String> knownPaths = new ArrayList<>();

    /**
     * @param references resolved
     * @param effective all settings, resolved
     */
    UnknownKeys(Config references, Config effective, Problems problems) {
        this.effective = effective;
        this.known = references.getConfig("spate").root();
        this.problems = problems;
        collect(ROOT, known);
    }

    private void collect(List<String> path, ConfigObject section) {
        section.forEach((key, value) -> {
            List<String> here = within(path, key);
            knownPaths.add(text(here));
            if (value instanceof ConfigObject inner) {
                collect(here, inner);
            }
        });
    }

    /** @param said of one source, from the root; need not be resolved */
    void check(Config said) {
        ConfigValue root = said.root().get("spate");
        if (root != null) {
            inside(ROOT, root, known);
        }
    }

    private void inside(List<String> path, ConfigValue said, ConfigObject section) {
        ConfigValue value = settled(path, said);
        if (!(value instanceof ConfigObject inner)) {
            problems.add(notASection(path, value));
        } else if (path.equals(PLUGINS) && section.isEmpty()) {
            checkPlugins(inner);
        } else if (!section.isEmpty()) {
            inner.forEach((key, each) -> check(within(path, key), path, each, section.get(key)));
        }
    }

    private void check(List<String> here, List<String> parent, ConfigValue said, ConfigValue expected) {
        if (expected == null) {
            unknown(here, parent, said);
        } else if (expected instanceof ConfigObject section) {
            inside(here, said, section);
        }
    }

    /** The value itself; or what became of it, where it cannot be looked into before its substitutions are made. */
    private ConfigValue settled(List<String> path, ConfigValue said) {
        try {
            if (said instanceof ConfigObject section) {
                section.entrySet();
            } else {
                said.valueType();
            }
            return said;
        } catch (ConfigException.NotResolved e) {
            return effective.getValue(text(path));
        }
    }

    /** No plugin is there at all, but what is set for one must still be a section. */
    private void checkPlugins(ConfigObject said) {
        said.forEach((id, value) -> {
            if (!(value instanceof ConfigObject)) {
                problems.add(notASection(within(PLUGINS, id), value));
            }
        });
    }

    private void unknown(List<String> here, List<String> parent, ConfigValue value) {
        boolean ofAnAbsentPlugin = parent.equals(PLUGINS) && value instanceof ConfigObject;
        if (!ofAnAbsentPlugin) {
            problems.add(origin(value) + ": " + text(here) + ": unknown key" + Nearest.hint(text(here), knownPaths));
        }
    }

    private static String notASection(List<String> path, ConfigValue value) {
        return origin(value) + ": " + text(path) + ": " + value.render() + " (expected: a section)";
    }

    /** A section that lies on the path of one setting comes from nowhere itself: from where the setting does. */
    private static String origin(ConfigValue value) {
        ConfigValue said = value;
        while (said instanceof ConfigObject section
                && !section.isEmpty()
                && said.origin().lineNumber() < 0) {
            said = section.values().iterator().next();
        }
        return said.origin().description();
    }

    private static List<String> within(List<String> path, String key) {
        List<String> here = new ArrayList<>(path);
        here.add(key);
        return here;
    }

    private static String text(List<String> path) {
        return ConfigUtil.joinPath(path);
    }
}
