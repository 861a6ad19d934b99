package io.spate.app;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;

/** What the process says when it ends. Scripts rely on the numbers. */
final class ExitStatus {
    static final int DONE = 0;
    static final int FAILED = 1;
    /** The command line or a setting is wrong. */
    static final int USAGE = 2;
    /** It was asked to stop before all was done; the same command goes on. */
    static final int STOPPED = 3;

    private ExitStatus() {}

    static int of(SpateException failure) {
        return failure.code() == ErrorCode.BAD_SETTING ? USAGE : FAILED;
    }
}
