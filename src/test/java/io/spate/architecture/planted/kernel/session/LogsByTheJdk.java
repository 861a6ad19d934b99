package io.spate.architecture.planted.kernel.session;

import io.spate.architecture.planted.api.Breaks;
import java.util.logging.Logger;

@Breaks("ONLY_THE_COMMAND_LINE_PRINTS")
record LogsByTheJdk(Logger logger) {}
