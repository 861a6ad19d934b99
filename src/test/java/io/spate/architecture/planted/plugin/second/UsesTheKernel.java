package io.spate.architecture.planted.plugin.second;

import io.spate.architecture.planted.api.Breaks;
import io.spate.architecture.planted.kernel.Session;

@Breaks("PLUGINS_USE_NOTHING_OF_THE_HOST_BUT_THE_API")
record UsesTheKernel(Session session) {}
