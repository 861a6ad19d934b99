package io.spate.architecture.planted.kernel.session;

import io.spate.architecture.planted.api.Breaks;
import io.vertx.core.spi.transport.Transport;

@Breaks("VERTX_INTERNALS_ARE_FOR_THE_NETWORK")
record UsesVertxSpi(Transport transport) {}
