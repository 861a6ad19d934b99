package io.spate.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * What strangers may send to a decoder: every beginning of good messages, then as many rounds of damaged ones and of garbage as
 * the property {@code spate.fuzz} says. The same seed makes the same inputs. For one thread.
 */
public final class Fuzz {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int QUICK = 20_000;
    private static final int LONGEST_GARBAGE = 300;
    /** Bytes that mean something in bencoding, text or numbers. */
    private static final byte[] TELLING = {
        0, 1, 2, 3, 4, 0x7f, (byte) 0x80, -1, '-', '0', '1', '9', ':', 'd', 'e', 'i', 'l'
    };

    private final Random random;
    private final List<byte[]> messages;

    /** @param messages good ones, from which bad ones are made; at least one that is not empty */
    public Fuzz(long seed, Collection<byte[]> messages) {
        this.random = new Random(seed);
        this.messages = messages.stream().filter(message -> message.length > 0).toList();
        if (this.messages.isEmpty()) {
            throw new IllegalArgumentException("nothing to damage (expected: a message or more)");
        }
    }

    /** How many inputs are enough today: few in the tests of every day, a million in the profile {@code long}. */
    public static int rounds() {
        return Integer.getInteger("spate.fuzz", QUICK);
    }

    /** Chance for whatever else a test leaves to it, of the same seed. */
    public Random random() {
        return random;
    }

    /**
     * Feeds a decoder, which must refuse what it cannot read in its own way, and that the caller catches.
     *
     * @param mostBytes that one input may have it allocate, on this thread and with what the caller does around it. Whoever is
     *     above that is asked again: the first time, classes may have been loaded.
     * @throws AssertionError with the input that made the decoder throw, or allocate more
     */
    public void feed(long mostBytes, Consumer<byte[]> decoder) {
        for (byte[] message : messages) {
            for (int length = 0; length <= message.length; length++) {
                feed(Arrays.copyOf(message, length), mostBytes, decoder);
            }
        }
        for (int round = rounds(); round > 0; round--) {
            feed(next(), mostBytes, decoder);
        }
    }

    /** The next bad message. */
    public byte[] next() {
        return switch (random.nextInt(8)) {
            case 0 -> garbage();
            case 1 -> cut(any());
            case 2 -> damaged(joined(cut(any()), tail(any())));
            case 3 -> damaged(joined(cut(any()), garbage()));
            case 4 -> damaged(doubled(any()));
            default -> damaged(any());
        };
    }

    private static void feed(byte[] input, long mostBytes, Consumer<byte[]> decoder) {
        long allocated = allocatedBy(input, decoder);
        if (allocated > mostBytes) {
            allocated = allocatedBy(input, decoder);
        }
        if (allocated > mostBytes) {
            throw new AssertionError(
                    allocated + " bytes allocated (expected: at most " + mostBytes + ") for " + hex(input));
        }
    }

    private static long allocatedBy(byte[] input, Consumer<byte[]> decoder) {
        byte[] given = input.clone();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            decoder.accept(given);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError("thrown for " + hex(input), e);
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private static String hex(byte[] input) {
        return HexFormat.of().formatHex(input);
    }

    private byte[] any() {
        return messages.get(random.nextInt(messages.size())).clone();
    }

    private byte[] garbage() {
        byte[] bytes = new byte[random.nextInt(LONGEST_GARBAGE)];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] cut(byte[] message) {
        return Arrays.copyOf(message, random.nextInt(message.length + 1));
    }

    private byte[] tail(byte[] message) {
        return Arrays.copyOfRange(message, random.nextInt(message.length + 1), message.length);
    }

    /** Some part of it comes twice. */
    private byte[] doubled(byte[] message) {
        int end = random.nextInt(message.length + 1);
        byte[] rest = Arrays.copyOfRange(message, random.nextInt(end + 1), message.length);
        return joined(Arrays.copyOf(message, end), rest);
    }

    private byte[] damaged(byte[] message) {
        for (int change = random.nextInt(4); change >= 0 && message.length > 0; change--) {
            int at = random.nextInt(message.length);
            switch (random.nextInt(3)) {
                case 0 -> message[at] = (byte) random.nextInt(256);
                case 1 -> message[at] ^= (byte) (1 << random.nextInt(8));
                default -> message[at] = TELLING[random.nextInt(TELLING.length)];
            }
        }
        return message;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
