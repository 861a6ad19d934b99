package io.spate.architecture.planted.plugin.second;

import io.spate.architecture.planted.api.Breaks;
import io.spate.architecture.planted.plugin.first.First;

@Breaks("PLUGINS_DO_NOT_USE_EACH_OTHER")
record UsesAnotherPlugin(First first) {}
