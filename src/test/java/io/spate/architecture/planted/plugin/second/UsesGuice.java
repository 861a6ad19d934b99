package io.spate.architecture.planted.plugin.second;

import com.google.inject.Injector;
import io.spate.architecture.planted.api.Breaks;

@Breaks({"PLUGINS_USE_NOTHING_OF_THE_HOST_BUT_THE_API", "GUICE_IS_FOR_WIRING"})
record UsesGuice(Injector injector) {}
