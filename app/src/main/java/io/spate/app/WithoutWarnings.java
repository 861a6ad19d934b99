package io.spate.app;

/** For verbs whose answer tells the troubles already. */
record WithoutWarnings(Output output) implements Output {
    @Override
    public void line(String text) {
        output.line(text);
    }

    @Override
    public void warn(String text) {}

    @Override
    public void progress(Progress progress) {
        output.progress(progress);
    }

    @Override
    public void close() {
        output.close();
    }
}
