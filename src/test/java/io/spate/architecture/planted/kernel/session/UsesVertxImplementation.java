package io.spate.architecture.planted.kernel.session;

import io.spate.architecture.planted.api.Breaks;
import io.vertx.core.json.impl.JsonUtil;

@Breaks("VERTX_INTERNALS_ARE_FOR_THE_NETWORK")
final class UsesVertxImplementation {
    String padded(byte[] bytes) {
        return JsonUtil.BASE64_ENCODER.encodeToString(bytes);
    }
}
