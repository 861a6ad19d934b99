package io.spate.architecture.planted.plugin.second;

import io.spate.architecture.planted.api.Breaks;
import io.vertx.core.internal.VertxInternal;

@Breaks({"PLUGINS_USE_NOTHING_OF_THE_HOST_BUT_THE_API", "VERTX_INTERNALS_ARE_FOR_THE_NETWORK"})
record UsesVertxInternals(VertxInternal vertx) {}
