package io.spate.architecture.planted.plugin.first;

import com.tngtech.archunit.ArchConfiguration;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.pf4j.Extension;
import org.pf4j.ExtensionPoint;

/** May use all that it does; ArchUnit stands for a private library. */
@Extension
public final class First implements ExtensionPoint {
    Future<Void> stop(Vertx vertx) {
        ArchConfiguration.get().reset();
        return vertx.close();
    }
}
