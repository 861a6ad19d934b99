package io.spate.architecture.planted.kernel.plugin;

import org.pf4j.PluginState;

/** May use it. */
public record PluginHost(PluginState state) {}
