package io.spate.architecture.planted.kernel;

import com.google.inject.Guice;
import io.netty.channel.Channel;

/** May do all that it does. */
public final class SessionBuilder {
    Session build(Channel channel) {
        return Guice.createInjector(new DiskModule(channel)).getInstance(Session.class);
    }
}
