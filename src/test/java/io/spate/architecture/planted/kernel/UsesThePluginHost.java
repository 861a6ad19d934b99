package io.spate.architecture.planted.kernel;

import io.spate.architecture.planted.api.Breaks;
import org.pf4j.PluginState;

@Breaks("PF4J_IS_FOR_THE_PLUGIN_HOST")
record UsesThePluginHost(PluginState state) {}
