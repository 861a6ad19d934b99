package io.spate.architecture.planted.plugin.second;

import io.spate.architecture.planted.api.Breaks;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;

@Breaks("PLUGINS_REACH_THE_NETWORK_THROUGH_THE_HOST")
final class AsksAVertxForAClient {
    HttpClient client(Vertx vertx) {
        return vertx.createHttpClient();
    }
}
