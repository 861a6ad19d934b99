package io.spate.architecture.planted.api;

import io.netty.channel.Channel;

@Breaks("PLUGIN_API_USES_ONLY_WHAT_A_PLUGIN_SEES")
record UsesNettysChannels(Channel channel) {}
