package io.spate.architecture.planted.api;

import com.google.inject.Injector;

@Breaks({"PLUGIN_API_USES_ONLY_WHAT_A_PLUGIN_SEES", "GUICE_IS_FOR_WIRING"})
record UsesGuice(Injector injector) {}
