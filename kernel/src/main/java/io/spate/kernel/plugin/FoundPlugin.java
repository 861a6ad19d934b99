package io.spate.kernel.plugin;

/** A plugin that could be loaded, as far as it can be told without the others. */
record FoundPlugin(PluginSource source, PluginDescription description) {
    String id() {
        return description.id();
    }
}
