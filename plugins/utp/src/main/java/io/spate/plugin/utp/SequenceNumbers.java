package io.spate.plugin.utp;

/** Numbers of packets: 16 bits that wrap around. */
final class SequenceNumbers {
    private static final int MASK = 0xffff;

    private SequenceNumbers() {}

    static int plus(int number, int count) {
        return (number + count) & MASK;
    }

    /** How far {@code to} is ahead of {@code from}, -32768..32767. */
    static int distance(int from, int to) {
        return (short) (to - from);
    }
}
