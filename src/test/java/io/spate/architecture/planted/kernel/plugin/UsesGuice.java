package io.spate.architecture.planted.kernel.plugin;

import com.google.inject.Injector;
import io.spate.architecture.planted.api.Breaks;

@Breaks("GUICE_IS_FOR_WIRING")
record UsesGuice(Injector injector) {}
