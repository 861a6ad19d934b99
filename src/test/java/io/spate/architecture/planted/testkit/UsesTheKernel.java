package io.spate.architecture.planted.testkit;

import io.spate.architecture.planted.api.Breaks;
import io.spate.architecture.planted.kernel.Session;

@Breaks("TEST_KIT_USES_ONLY_THE_API_AND_TEST_LIBRARIES")
record UsesTheKernel(Session session) {}
