package io.spate.architecture.planted.kernel.session;

import io.spate.architecture.planted.api.Breaks;

@Breaks("ONLY_THE_COMMAND_LINE_PRINTS")
final class PrintsAStackTrace {
    void tell(Exception failure) {
        failure.printStackTrace();
    }
}
