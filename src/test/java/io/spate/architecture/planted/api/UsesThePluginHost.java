package io.spate.architecture.planted.api;

import org.pf4j.PluginState;

@Breaks({"PLUGIN_API_USES_ONLY_WHAT_A_PLUGIN_SEES", "PF4J_IS_FOR_THE_PLUGIN_HOST"})
record UsesThePluginHost(PluginState state) {}
