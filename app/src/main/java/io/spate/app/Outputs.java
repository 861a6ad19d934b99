package io.spate.app;

/** Chooses how to tell the user. */
final class Outputs {
    private Outputs() {}

    static Output of(App app, boolean quiet) {
        if (quiet) {
            return new WithoutProgress(plain(app));
        }
        return app.terminal() ? new TerminalOutput(app.out(), app.err(), new Screen(app.clock())) : plain(app);
    }

    static Output plain(App app) {
        return new PlainOutput(app.out(), app.err(), app.clock());
    }
}
