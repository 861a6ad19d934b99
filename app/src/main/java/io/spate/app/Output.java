package io.spate.app;

/** Where a verb tells its user what happens. Safe from any thread; each line is out when the call returns. */
interface Output extends AutoCloseable {
    /** Part of the answer: to standard output. */
    void line(String text);

    /** Not part of the answer: to standard error. */
    void warn(String text);

    /** How far it is; shown when it is time to. */
    void progress(Progress progress);

    @Override
    void close();
}
