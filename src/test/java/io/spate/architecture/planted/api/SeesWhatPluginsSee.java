package io.spate.architecture.planted.api;

import com.typesafe.config.Config;
import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCounted;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import org.pf4j.ExtensionPoint;
import org.slf4j.Logger;

public final class SeesWhatPluginsSee implements ExtensionPoint {
    @Inject
    Logger logger;

    Future<ByteBuf> read(Config config, ReferenceCounted last) {
        logger.atDebug().log("{} {}", config, last);
        return Future.failedFuture("nothing to read");
    }
}
