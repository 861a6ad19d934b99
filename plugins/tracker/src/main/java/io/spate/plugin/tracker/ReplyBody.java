package io.spate.plugin.tracker;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** The body of a reply, bounded while it comes and while it is unpacked. Confined to the thread it arrives on. */
final class ReplyBody {
    private final int atMost;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** @param atMost bytes, packed or not */
    ReplyBody(int atMost) {
        this.atMost = atMost;
    }

    /** @return whether it still fits; if not, what came is dropped */
    boolean add(byte[] chunk) {
        if (chunk.length > atMost - bytes.size()) {
            bytes.reset();
            return false;
        }
        bytes.writeBytes(chunk);
        return true;
    }

    /** The bytes, unpacked if they are gzip: some trackers pack unasked, and some say so and do not. */
    byte[] content() {
        byte[] raw = bytes.toByteArray();
        return isGzip(raw) ? unpacked(raw) : raw;
    }

    private static boolean isGzip(byte[] raw) {
        return raw.length > 2 && raw[0] == 0x1f && raw[1] == (byte) 0x8b;
    }

    private byte[] unpacked(byte[] raw) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(raw))) {
            byte[] content = in.readNBytes(atMost + 1);
            if (content.length > atMost) {
                throw tooLong(atMost);
            }
            return content;
        } catch (IOException e) {
            throw new SpateException(ErrorCode.PROTOCOL, "gzip body: " + e.getMessage() + " (expected: whole)", e);
        }
    }

    static SpateException tooLong(int atMost) {
        return new SpateException(
                ErrorCode.PROTOCOL, "reply: more than " + atMost + " bytes (expected: at most that many)");
    }
}
