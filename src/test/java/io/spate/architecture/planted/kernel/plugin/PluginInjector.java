package io.spate.architecture.planted.kernel.plugin;

import com.google.inject.Injector;

/** May use it. */
record PluginInjector(Injector injector) {}
