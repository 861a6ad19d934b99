package io.spate.architecture.planted.kernel;

import io.spate.architecture.planted.api.Breaks;
import picocli.CommandLine;

@Breaks("KERNEL_USES_ONLY_THE_API_AND_ITS_LIBRARIES")
record UsesTheCommandLinesLibrary(CommandLine line) {}
