package io.spate.architecture.planted.kernel.session;

import io.spate.architecture.planted.api.Breaks;
import io.vertx.core.internal.VertxInternal;

@Breaks("VERTX_INTERNALS_ARE_FOR_THE_NETWORK")
record UsesVertxInternals(VertxInternal vertx) {}
