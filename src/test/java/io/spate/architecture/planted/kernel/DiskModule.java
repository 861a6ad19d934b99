package io.spate.architecture.planted.kernel;

import com.google.inject.AbstractModule;
import com.google.inject.Key;
import io.netty.channel.Channel;

/** A class in it is part of the wiring. */
final class DiskModule extends AbstractModule {
    private final Channel channel;

    DiskModule(Channel channel) {
        this.channel = channel;
    }

    @Override
    protected void configure() {
        bind(new Keys().channel()).toInstance(channel);
    }

    private static final class Keys {
        Key<Channel> channel() {
            return Key.get(Channel.class);
        }
    }
}
