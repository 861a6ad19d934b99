package io.spate.kernel.settings;

import com.typesafe.config.ConfigException;
import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Collects what is wrong with the settings, so that it is told all at once. */
final class Problems {
    private final Set<String> found = new LinkedHashSet<>();

    void add(String problem) {
        found.add(problem);
    }

    /** The value, or its problem. */
    <T> Optional<T> read(Supplier<T> value) {
        try {
            return Optional.of(value.get());
        } catch (SpateException e) {
            add(e.getMessage());
        } catch (ConfigException e) {
            add(text(e));
        }
        return Optional.empty();
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new SpateException(ErrorCode.BAD_SETTING, String.join("\n", found));
        }
    }

    List<String> found() {
        return new ArrayList<>(found);
    }

    /** Typesafe Config's own words begin with file and line, but some run over several lines. */
    static String text(ConfigException e) {
        return e.getMessage().replaceAll("\\s*\\R\\s*", " ");
    }
}
