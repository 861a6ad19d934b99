package io.spate.kernel.extension;

/** Which of the things that foreign code throws the engine can go on after. */
public final class Thrown {
    private Thrown() {}

    /**
     * Returns from everything but an error of the virtual machine itself, such as the end of its memory, which is thrown on. A
     * stack overflow is only the caller's: the stack is whole again here.
     */
    public static void rethrowIfFatal(Throwable thrown) {
        if (thrown instanceof VirtualMachineError fatal && !(thrown instanceof StackOverflowError)) {
            throw fatal;
        }
    }

    /** One line for people: the message, with the class where the message alone would say nothing. */
    public static String text(Throwable thrown) {
        String type = thrown.getClass().getSimpleName();
        return thrown.getMessage() == null ? type : type + ": " + thrown.getMessage();
    }
}
