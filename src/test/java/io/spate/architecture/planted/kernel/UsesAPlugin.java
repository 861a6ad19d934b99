package io.spate.architecture.planted.kernel;

import io.spate.architecture.planted.api.Breaks;
import io.spate.architecture.planted.plugin.first.First;

@Breaks({"KERNEL_USES_ONLY_THE_API_AND_ITS_LIBRARIES", "KERNEL_USES_NO_PLUGIN"})
record UsesAPlugin(First first) {}
