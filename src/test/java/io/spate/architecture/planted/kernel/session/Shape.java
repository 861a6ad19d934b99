package io.spate.architecture.planted.kernel.session;

/** Every kind of class that need not say {@code final}, or does. */
sealed class Shape permits Shape.Square {
    static final class Square extends Shape {}

    enum Side {
        LEFT {
            @Override
            Runnable turn() {
                return new Runnable() {
                    @Override
                    public void run() {}
                };
            }
        };

        abstract Runnable turn();
    }

    record Corner(Side side) {}

    abstract static class Drawn {}
}
