package io.spate.app;

/** For {@code --quiet}: only what is asked for, and what goes wrong. */
record WithoutProgress(Output output) implements Output {
    @Override
    public void line(String text) {
        output.line(text);
    }

    @Override
    public void warn(String text) {
        output.warn(text);
    }

    @Override
    public void progress(Progress progress) {}

    @Override
    public void close() {
        output.close();
    }
}
