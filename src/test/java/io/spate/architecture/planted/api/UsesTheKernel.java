package io.spate.architecture.planted.api;

import io.spate.architecture.planted.kernel.Session;

@Breaks("PLUGIN_API_USES_ONLY_WHAT_A_PLUGIN_SEES")
record UsesTheKernel(Session session) {}
