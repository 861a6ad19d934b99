package io.spate.plugin.encryption;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * One direction of a link in RC4, in place. The key stream is made eight bytes at a time, for one XOR with a long: half as fast
 * again as a byte at a time, and as the JDK's cipher. Not safe for threads.
 */
final class Rc4 {
    private static final int SIZE = 256;
    private static final int LAST = SIZE - 1;
    /** Bytes at the beginning of the key stream that MSE does without, as they tell of the key. */
    private static final int DROPPED = 1024;
    /** Stays in the cache of the core, beside the bytes that are copied to it. */
    private static final int CHUNK = 8 * 1024;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final int[] state = new int[SIZE];
    private int i;
    private int j;
    /** For memory outside of the heap, which plain Java reads and writes slower than it copies it. Made when it is needed. */
    private byte[] chunk = new byte[0];

    /** From the very beginning of the key stream. @param key 1..256 bytes */
    Rc4(byte[] key) {
        for (int n = 0; n < SIZE; n++) {
            state[n] = n;
        }
        int swap = 0;
        for (int n = 0; n < SIZE; n++) {
            int value = state[n];
            swap = (swap + value + key[n % key.length]) & LAST;
            state[n] = state[swap];
            state[swap] = value;
        }
    }

    /** As MSE begins: behind the first 1024 bytes of the key stream. */
    static Rc4 ofMse(byte[] key) {
        Rc4 cipher = new Rc4(key);
        cipher.apply(new byte[DROPPED]);
        return cipher;
    }

    /** Encrypts or decrypts what can be read of a buffer; its indices stay. */
    void apply(ByteBuf bytes) {
        apply(bytes, bytes.readerIndex(), bytes.readableBytes());
    }

    void apply(ByteBuf bytes, int index, int length) {
        if (bytes.hasArray()) {
            apply(bytes.array(), bytes.arrayOffset() + index, length);
            return;
        }
        if (chunk.length == 0) {
            chunk = new byte[CHUNK];
        }
        for (int done = 0; done < length; done += CHUNK) {
            int count = Math.min(CHUNK, length - done);
            bytes.getBytes(index + done, chunk, 0, count);
            apply(chunk, 0, count);
            bytes.setBytes(index + done, chunk, 0, count);
        }
    }

    byte[] apply(byte[] bytes) {
        apply(bytes, 0, bytes.length);
        return bytes;
    }

    private void apply(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int longs = offset + (length & -Long.BYTES);
        applyLongs(bytes, offset, longs);
        for (int n = longs; n < end; n++) {
            bytes[n] ^= (byte) next();
        }
    }

    private int next() {
        i = (i + 1) & LAST;
        int a = state[i];
        j = (j + a) & LAST;
        int b = state[j];
        state[i] = b;
        state[j] = a;
        return state[(a + b) & LAST];
    }

    /** {@link #next} eight times over, with the state in locals: a loop in here would halve the rate. */
    private void applyLongs(byte[] bytes, int from, int to) {
        int[] s = state;
        int x = i;
        int y = j;
        for (int n = from; n < to; n += Long.BYTES) {
            int a;
            int b;
            long stream;
            x = (x + 1) & LAST;
            a = s[x];
            y = (y + a) & LAST;
            b = s[y];
            s[x] = b;
            s[y] = a;
            stream = s[(a + b) & LAST];
            x = (x + 1) & LAST;
            a = s[x];
            y = (y + a) & LAST;
            b = s[y];
            s[x] = b;
            s[y] = a;
            stream |= (long) s[(a + b) & LAST] << 8;
            x = (x + 1) & LAST;
            a = s[x];
            y = (y + a) & LAST;
            b = s[y];
            s[x] = b;
            s[y] = a;
            stream |= (long) s[(a + b) & LAST] << 16;
            x = (x + 1) & LAST;
            a = s[x];
            y = (y + a) & LAST;
            b = s[y];
            s[x] = b;
            s[y] = a;
            stream |= (long) s[(a + b) & LAST] << 24;
            x = (x + 1) & LAST;
            a = s[x];
            y = (y + a) & LAST;
            b = s[y];
            s[x] = b;
            s[y] = a;
            stream |= (long) s[(a + b) & LAST] << 32;
            x = (x + 1) & LAST;
            a = s[x];
            y = (y + a) & LAST;
            b = s[y];
            s[x] = b;
            s[y] = a;
            stream |= (long) s[(a + b) & LAST] << 40;
            x = (x + 1) & LAST;
            a = s[x];
            y = (y + a) & LAST;
            b = s[y];
            s[x] = b;
            s[y] = a;
            stream |= (long) s[(a + b) & LAST] << 48;
            x = (x + 1) & LAST;
            a = s[x];
            y = (y + a) & LAST;
            b = s[y];
            s[x] = b;
            s[y] = a;
            stream |= (long) s[(a + b) & LAST] << 56;
            LONG.set(bytes, n, (long) LONG.get(bytes, n) ^ stream);
        }
        i = x;
        j = y;
    }
}
