package io.spate.plugin.webseed;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An answer on its way.
 *
 * @param isLast whether the server ends the connection with it
 * @param andMore whether the rest of the file follows what was asked for
 * @param refusal the body of one that may say when to come again (BEP 17)
 */
record Answer(boolean isLast, boolean andMore, Optional<StringBuilder> refusal) {
    private static final int MOST_SECONDS_TEXT = 20;

    static Answer ofData(boolean isLast, boolean andMore) {
        return new Answer(isLast, andMore, Optional.empty());
    }

    static Answer ofRefusal(boolean isLast) {
        return new Answer(isLast, false, Optional.of(new StringBuilder()));
    }

    /** Keeps what may say when to come again. @return whether more of it may do so */
    static boolean read(ByteBuf bytes, StringBuilder refusal) {
        int count = Math.min(bytes.readableBytes(), MOST_SECONDS_TEXT - refusal.length());
        refusal.append(bytes.toString(bytes.readerIndex(), count, StandardCharsets.ISO_8859_1));
        return refusal.length() < MOST_SECONDS_TEXT;
    }

    /** Which the refusal says. */
    Optional<Duration> retryAfter(Instant now) {
        return refusal.flatMap(text -> RetryAfter.parse(text.toString(), now));
    }
}
