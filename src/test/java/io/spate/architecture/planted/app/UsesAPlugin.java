package io.spate.architecture.planted.app;

import io.spate.architecture.planted.api.Breaks;
import io.spate.architecture.planted.plugin.first.First;

@Breaks("APP_USES_ONLY_THE_EMBEDDING_API")
record UsesAPlugin(First first) {}
