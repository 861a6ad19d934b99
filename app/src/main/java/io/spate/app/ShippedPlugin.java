package io.spate.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A plugin that the distribution was made with, whether it is still there or not. */
record ShippedPlugin(String id, String description) {
    private static final String ID = "Plugin-Id: ";
    private static final String DESCRIPTION = "Plugin-Description: ";

    /** @param list the lines of all manifests that name a plugin and describe it, as the build gathers them */
    static List<ShippedPlugin> in(Path list) throws IOException {
        List<ShippedPlugin> plugins = new ArrayList<>();
        String id = "";
        for (String line : Files.readAllLines(list)) {
            if (line.startsWith(ID)) {
                id = line.substring(ID.length());
            } else if (line.startsWith(DESCRIPTION)) {
                plugins.add(new ShippedPlugin(id, line.substring(DESCRIPTION.length())));
            }
        }
        return plugins;
    }
}
