package io.spate.architecture.planted.plugin.second;

import io.spate.architecture.planted.api.Breaks;
import io.vertx.core.Vertx;

@Breaks("PLUGINS_REACH_THE_NETWORK_THROUGH_THE_HOST")
final class BuildsAVertx {
    final Vertx vertx = Vertx.builder().build();
}
