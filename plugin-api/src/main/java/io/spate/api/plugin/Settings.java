package io.spate.api.plugin;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigMemorySize;
import com.typesafe.config.ConfigValue;
import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Reads one section of the settings, value by value, each checked against its range. A wrong value fails with
 * {@code BAD_SETTING} and says which file and line, what it was, and what was expected. A plugin makes its record of
 * settings by a constructor with {@code @Inject} that takes this. Unknown keys are found by the host, by comparison with the
 * plugin's {@code reference.conf}.
 */
public final class Settings {
    private final String path;
    private final Config section;

    /**
     * @param path of the section, for messages: {@code spate.plugins.tracker}
     * @param section resolved, with the defaults of {@code reference.conf}
     */
    public Settings(String path, Config section) {
        this.path = path;
        this.section = section;
    }

    public boolean bool(String key) {
        return read(key, "true or false", () -> section.getBoolean(key));
    }

    public int integer(String key, int min, int max) {
        String expected = min + ".." + max;
        int value = read(key, "a whole number, " + expected, () -> section.getInt(key));
        return inRange(key, value >= min && value <= max, value, expected);
    }

    /** A number of bytes; {@code 16k}, {@code 2 MiB} and the like are understood. */
    public long bytes(String key, long min, long max) {
        String expected = min + ".." + max + " bytes";
        ConfigMemorySize size =
                read(key, "a size such as 512k or 2 MiB, " + expected, () -> section.getMemorySize(key));
        return inRange(key, size.toBytes() >= min && size.toBytes() <= max, size.toBytes(), expected);
    }

    public Duration duration(String key, Duration min, Duration max) {
        String expected = shown(min) + ".." + shown(max);
        Duration value = read(key, "a duration such as 30s or 5 minutes, " + expected, () -> section.getDuration(key));
        return inRange(key, value.compareTo(min) >= 0 && value.compareTo(max) <= 0, value, expected);
    }

    public String text(String key) {
        return read(key, "a text", () -> section.getString(key));
    }

    public List<String> texts(String key) {
        return read(key, "a list of texts", () -> section.getStringList(key));
    }

    /** One of the constants, written in lower case with dashes. */
    public <E extends Enum<E>> E choice(String key, Class<E> type) {
        String value = text(key);
        List<E> constants = Arrays.asList(type.getEnumConstants());
        return constants.stream()
                .filter(constant -> spelled(constant).equals(value))
                .findFirst()
                .orElseThrow(() -> fault(
                        key,
                        "\"" + value + "\"",
                        "one of " + constants.stream().map(Settings::spelled).toList()));
    }

    /** A section inside this one. */
    public Settings section(String key) {
        return new Settings(path + "." + key, read(key, "a section", () -> section.getConfig(key)));
    }

    /** For what no method here can say: fails about the key, like the others. */
    public SpateException fault(String key, String was, String expected) {
        ConfigValue value = section.hasPathOrNull(key) && !section.getIsNull(key) ? section.getValue(key) : null;
        String where = value == null ? "" : value.origin().description() + ": ";
        return new SpateException(
                ErrorCode.BAD_SETTING, where + path + "." + key + ": " + was + " (expected: " + expected + ")");
    }

    private <T> T inRange(String key, boolean fine, T value, String expected) {
        if (!fine) {
            throw fault(key, value instanceof Duration duration ? shown(duration) : value.toString(), expected);
        }
        return value;
    }

    private <T> T read(String key, String expected, Supplier<T> value) {
        try {
            return value.get();
        } catch (ConfigException.Missing e) {
            throw fault(key, "missing", expected);
        } catch (ConfigException e) {
            throw fault(key, section.getValue(key).render(), expected);
        }
    }

    private static String spelled(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String shown(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
