package io.spate.architecture.planted.plugin.second;

import io.netty.channel.Channel;
import io.spate.architecture.planted.api.Breaks;

@Breaks("PLUGINS_USE_NOTHING_OF_THE_HOST_BUT_THE_API")
record UsesNettysChannels(Channel channel) {}
