package io.spate.api.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this API, which a plugin's {@code Plugin-Requires} is compared with. */
public final class ApiVersion {
    private ApiVersion() {}

    /** Three numbers with dots. A version that is still being worked on counts as the one that it will be. */
    public static String current() {
        try (InputStream resource = ApiVersion.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(resource);
            return properties.getProperty("version").replace("-SNAPSHOT", "");
        } catch (IOException e) {
            throw new UncheckedIOException("the API's own jar cannot be read", e);
        }
    }
}
