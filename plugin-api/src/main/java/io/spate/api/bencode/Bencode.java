package io.spate.api.bencode;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import java.util.Optional;

/**
 * Reads and writes bencoding (BEP 3). Pure; safe from any thread. What was read are views of the bytes given, which must not
 * change afterwards. Failures are {@link SpateException}s with {@code BAD_BENCODE}, whose message begins with the label of a
 * {@link BencodeFault} and says where.
 */
public final class Bencode {
    private Bencode() {}

    /** Reads one whole value in canonical form: nothing after it, keys sorted, no needless zeros. */
    public static BencodeValue read(byte[] bytes, BencodeLimits limits) {
        try {
            return new BencodeParser(bytes, limits, true).read().value();
        } catch (BencodeParser.Unreadable e) {
            throw new SpateException(ErrorCode.BAD_BENCODE, e.getMessage());
        }
    }

    /** Reads a message strictly, within {@link BencodeLimits#MESSAGE}. */
    public static BencodeValue read(byte[] bytes) {
        return read(bytes, BencodeLimits.MESSAGE);
    }

    /** Reads the value at the front, with the faults that old writers make; what follows the value is left alone. */
    public static BencodeRead readTolerant(byte[] bytes, BencodeLimits limits) {
        try {
            return new BencodeParser(bytes, limits, false).read();
        } catch (BencodeParser.Unreadable e) {
            throw new SpateException(ErrorCode.BAD_BENCODE, e.getMessage());
        }
    }

    /** Reads a message tolerantly, within {@link BencodeLimits#MESSAGE}. */
    public static BencodeRead readTolerant(byte[] bytes) {
        return readTolerant(bytes, BencodeLimits.MESSAGE);
    }

    /** Reads a copy of the readable bytes, within {@link BencodeLimits#MESSAGE}; the buffer's indices stay. */
    public static BencodeRead readTolerant(ByteBuf message) {
        if (message.readableBytes() > BencodeLimits.MESSAGE.size()) {
            throw new SpateException(
                    ErrorCode.BAD_BENCODE, BencodeParser.tooLarge(message.readableBytes(), BencodeLimits.MESSAGE));
        }
        return readTolerant(ByteBufUtil.getBytes(message));
    }

    /** Like {@link #readTolerant(byte[])}, but cheap where garbage is the rule: empty instead of an exception. */
    public static Optional<BencodeRead> tryReadTolerant(byte[] bytes) {
        try {
            return Optional.of(new BencodeParser(bytes, BencodeLimits.MESSAGE, false).read());
        } catch (BencodeParser.Unreadable e) {
            return Optional.empty();
        }
    }

    /** The canonical form, whatever the order of the source; of keys that came twice, the first. */
    public static byte[] write(BencodeValue value) {
        return BencodeWriter.write(value);
    }
}
