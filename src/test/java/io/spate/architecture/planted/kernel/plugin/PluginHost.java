package io.spate.architecture.planted.kernel.plugin;

import com.google.inject.Injector;
import org.pf4j.PluginState;

/** May use both. */
public record PluginHost(PluginState state, Injector injector) {}
