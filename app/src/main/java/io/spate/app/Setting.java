package io.spate.app;

/** One {@code --set key=value}; the value is HOCON. */
record Setting(String key, String value) {
    /** @throws IllegalArgumentException with a message for the user */
    static Setting parse(String text) {
        int equals = text.indexOf('=');
        if (equals <= 0) {
            throw new IllegalArgumentException("'" + text + "' (expected: key=value)");
        }
        return new Setting(
                text.substring(0, equals).strip(), text.substring(equals + 1).strip());
    }
}
