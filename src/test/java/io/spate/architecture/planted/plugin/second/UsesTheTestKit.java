package io.spate.architecture.planted.plugin.second;

import io.spate.architecture.planted.api.Breaks;
import io.spate.architecture.planted.testkit.Contract;

@Breaks("PLUGINS_USE_NOTHING_OF_THE_HOST_BUT_THE_API")
final class UsesTheTestKit extends Contract {}
