package io.spate.architecture.planted.app;

import io.spate.architecture.planted.api.Breaks;
import io.spate.architecture.planted.kernel.plugin.PluginHost;

@Breaks("APP_USES_ONLY_THE_EMBEDDING_API")
record UsesInnerKernel(PluginHost host) {}
