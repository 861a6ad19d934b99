package io.spate.app;

/** For {@code --json}: standard output belongs to the JSON, so only warnings are left. */
record WithoutLines(Output output) implements Output {
    @Override
    public void line(String text) {}

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
