package io.spate.api.bencode;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads one value, without recursion: values wait on a stack until the list or dictionary around them ends. */
final class BencodeParser {
    private static final int MAX_DIGITS = 256; // far beyond any use; turning digits into a number is quadratic
    private static final int SAFE_DIGITS = 18; // these fit into 64 bits whatever they are

    private final byte[] input;
    private final BencodeLimits limits;
    private final boolean strict;
    private final Set<BencodeFault> tolerated = EnumSet.noneOf(BencodeFault.class);
    private int at;
    private int values;
    private BencodeValue[] stack = new BencodeValue[16];
    private int[] ends = new int[16]; // where each value of the stack ends in the input
    private int top;
    private int[] frames = new int[8]; // bottom of each open container on the stack; a dictionary's as its complement
    private int depth;

    BencodeParser(byte[] input, BencodeLimits limits, boolean strict) {
        this.input = input;
        this.limits = limits;
        this.strict = strict;
    }

    BencodeRead read() {
        if (input.length > limits.size()) {
            throw new Unreadable(tooLarge(input.length, limits));
        }
        do {
            step();
        } while (depth > 0);
        if (strict && at < input.length) {
            throw fault(BencodeFault.TRAILING_DATA, at, input.length - at + " bytes (expected: none)");
        }
        return new BencodeRead(stack[0], at, toleratedByLabel());
    }

    static String tooLarge(int size, BencodeLimits limits) {
        return BencodeFault.TOO_LARGE.label() + ": " + size + " bytes (expected: at most " + limits.size() + ")";
    }

    private void step() {
        byte next = peek();
        boolean inDictionary = depth > 0 && frames[depth - 1] < 0;
        boolean atKey = inDictionary && (top - ~frames[depth - 1]) % 2 == 0;
        if (depth > 0 && next == 'e') {
            if (inDictionary && !atKey) {
                throw fault(BencodeFault.MISSING_VALUE, at, "key " + stack[top - 1] + " (expected: a value after it)");
            }
            close(inDictionary);
        } else if (atKey) {
            key(next);
        } else {
            value(next);
        }
    }

    private void value(byte first) {
        if (first == 'i') {
            push(integer());
        } else if (isDigit(first)) {
            push(string());
        } else if (first == 'l' || first == 'd') {
            open(first == 'd');
        } else {
            throw fault(BencodeFault.EXPECTED_VALUE, at, show(first) + " (expected: i, l, d or a digit)");
        }
    }

    private void key(byte first) {
        if (!isDigit(first)) {
            throw fault(BencodeFault.KEY_NOT_STRING, at, show(first) + " (expected: a digit)");
        }
        int start = at;
        BencodeString key = string();
        if (top > ~frames[depth - 1]) {
            int order = ((BencodeString) stack[top - 2]).compareTo(key);
            if (order >= 0) {
                tolerate(order == 0 ? BencodeFault.DUPLICATE_KEY : BencodeFault.UNSORTED_KEY, start, "key " + key);
            }
        }
        push(key);
    }

    private BencodeString string() {
        int start = at;
        int end = afterDigits(start);
        if (input[end] != ':') {
            throw fault(BencodeFault.EXPECTED_COLON, end, show(input[end]) + " (expected: a colon or a digit)");
        }
        if (end - start > 1 && input[start] == '0') {
            tolerate(BencodeFault.LEADING_ZERO, start, "length of a string");
        }
        int left = input.length - end - 1;
        int length = length(start, end, left);
        at = end + 1 + length;
        return length == 0 ? emptyAt(end + 1) : new BencodeString(input, end + 1, length);
    }

    /** An empty key must know where it is, for the span of its value; an empty value need not. */
    private BencodeString emptyAt(int offset) {
        return depth > 0 && frames[depth - 1] < 0 ? new BencodeString(input, offset, 0) : BencodeString.EMPTY;
    }

    private int length(int start, int end, int left) {
        long length = 0;
        for (int i = start; i < end; i++) {
            length = length * 10 + input[i] - '0';
            if (length > left) {
                String digits = ascii(start, Math.min(end, start + 20));
                throw fault(
                        BencodeFault.UNEXPECTED_END,
                        end,
                        "length " + digits + " of a string (expected: 0.." + left + ")");
            }
        }
        return (int) length;
    }

    private BencodeInteger integer() {
        int start = at + 1;
        boolean negative = start < input.length && input[start] == '-';
        int digits = negative ? start + 1 : start;
        int end = afterDigits(digits);
        if (end == digits || input[end] != 'e') {
            throw fault(BencodeFault.EXPECTED_DIGIT, end, show(input[end]) + " (expected: a digit)");
        }
        int count = end - digits;
        if (count > MAX_DIGITS) {
            throw fault(BencodeFault.INTEGER_TOO_LONG, at, count + " digits (expected: at most " + MAX_DIGITS + ")");
        }
        if (count > 1 && input[digits] == '0') {
            tolerate(BencodeFault.LEADING_ZERO, at, "integer " + ascii(start, end));
        } else if (negative && input[digits] == '0') {
            tolerate(BencodeFault.NEGATIVE_ZERO, at, "integer -0");
        }
        at = end + 1;
        return count > SAFE_DIGITS
                ? BencodeInteger.of(new BigInteger(ascii(start, end)))
                : BencodeInteger.of(small(digits, end, negative));
    }

    private long small(int digits, int end, boolean negative) {
        long value = 0;
        for (int i = digits; i < end; i++) {
            value = value * 10 + input[i] - '0';
        }
        return negative ? -value : value;
    }

    private void open(boolean dictionary) {
        if (depth == limits.depth()) {
            throw fault(BencodeFault.DEPTH_EXCEEDED, at, "depth " + (depth + 1) + " (expected: at most " + depth + ")");
        }
        count();
        if (depth == frames.length) {
            frames = Arrays.copyOf(frames, depth * 2);
        }
        frames[depth++] = dictionary ? ~top : top;
        at++;
    }

    private void close(boolean dictionary) {
        at++;
        int bottom = dictionary ? ~frames[--depth] : frames[--depth];
        BencodeValue closed = dictionary ? dictionaryOf(bottom) : listOf(bottom);
        Arrays.fill(stack, bottom, top, null);
        top = bottom;
        put(closed);
    }

    private BencodeValue listOf(int bottom) {
        return top == bottom ? BencodeList.EMPTY : new BencodeList(List.of(Arrays.copyOfRange(stack, bottom, top)));
    }

    private BencodeValue dictionaryOf(int bottom) {
        int size = (top - bottom) / 2;
        if (size == 0) {
            return BencodeDictionary.EMPTY;
        }
        BencodeString[] keys = new BencodeString[size];
        BencodeValue[] found = new BencodeValue[size];
        int[] foundEnds = new int[size];
        for (int i = 0; i < size; i++) {
            keys[i] = (BencodeString) stack[bottom + 2 * i];
            found[i] = stack[bottom + 2 * i + 1];
            foundEnds[i] = ends[bottom + 2 * i + 1];
        }
        return new BencodeDictionary(keys, found, foundEnds);
    }

    private void push(BencodeValue value) {
        count();
        put(value);
    }

    private void put(BencodeValue value) {
        if (top == stack.length) {
            stack = Arrays.copyOf(stack, top * 2);
            ends = Arrays.copyOf(ends, top * 2);
        }
        stack[top] = value;
        ends[top++] = at;
    }

    private void count() {
        if (++values > limits.values()) {
            throw fault(BencodeFault.TOO_MANY_VALUES, at, "more than " + limits.values() + " values");
        }
    }

    private byte peek() {
        if (at >= input.length) {
            throw end(at);
        }
        return input[at];
    }

    private int afterDigits(int from) {
        int i = from;
        while (i < input.length && isDigit(input[i])) {
            i++;
        }
        if (i >= input.length) {
            throw end(i);
        }
        return i;
    }

    private void tolerate(BencodeFault fault, int offset, String what) {
        if (strict) {
            throw fault(fault, offset, what + " (expected: canonical bencoding)");
        }
        tolerated.add(fault);
    }

    private List<BencodeFault> toleratedByLabel() {
        return tolerated.isEmpty()
                ? List.of()
                : tolerated.stream()
                        .sorted(Comparator.comparing(BencodeFault::label))
                        .toList();
    }

    private String ascii(int from, int to) {
        return new String(input, from, to - from, StandardCharsets.US_ASCII);
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static String show(byte b) {
        return b > 0x20 && b < 0x7f ? "'" + (char) b + "'" : String.format("0x%02x", b);
    }

    private static Unreadable end(int offset) {
        return fault(BencodeFault.UNEXPECTED_END, offset, "nothing (expected: the rest of a value)");
    }

    private static Unreadable fault(BencodeFault fault, int offset, String what) {
        return new Unreadable(fault.label() + " at byte " + offset + ": " + what);
    }

    /** Carries the message out; without a stack trace, because garbage is ordinary. */
    static final class Unreadable extends RuntimeException {
        Unreadable(String message) {
            super(message, null, false, false);
        }
    }
}
