package io.spate.plugin.tracker;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.spate.api.bencode.Bencode;
import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.bencode.BencodeLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** What the replies of HTTP trackers have in common, whatever was asked. */
record BencodedReply(BencodeDictionary dictionary) {
    static final long DAY_SECONDS = Duration.ofDays(1).toSeconds();

    private static final int MAX_DEPTH = 20;
    private static final int MAX_VALUES = 200_000;

    /** Fails with {@code PROTOCOL} if the body is not a bencoded dictionary. */
    static BencodedReply of(byte[] body) {
        try {
            BencodeLimits limits = new BencodeLimits(body.length, MAX_DEPTH, MAX_VALUES);
            return new BencodedReply(Bencode.readTolerant(body, limits).dictionary());
        } catch (SpateException e) {
            String start = new String(body, 0, Math.min(body.length, 40), StandardCharsets.ISO_8859_1);
            throw new SpateException(
                    ErrorCode.PROTOCOL,
                    "reply: \"" + Words.line(start) + "\" (expected: a bencoded dictionary; " + e.getMessage() + ")");
        }
    }

    /** The tracker's {@code failure reason}, and when to ask again (BEP 31). */
    Optional<Refusal> refusal() {
        return dictionary.text("failure reason").map(reason -> new Refusal(Words.line(reason), retry()));
    }

    private Retry retry() {
        if (dictionary
                .text("retry in")
                .filter(text -> text.strip().equalsIgnoreCase("never"))
                .isPresent()) {
            return Retry.NEVER;
        }
        long minutes = dictionary.integer("retry in").orElseGet(this::minutesAsText);
        return minutes > 0
                ? new Retry.After(Duration.ofMinutes(Math.min(minutes, DAY_SECONDS / 60)))
                : Retry.AFTER_BACK_OFF;
    }

    /** As BEP 31's own example has it: {@code "5"}. */
    private long minutesAsText() {
        return dictionary
                .text("retry in")
                .map(String::strip)
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(Long::parseLong)
                .orElse(0L);
    }

    Optional<Integer> count(String key) {
        return count(dictionary, key);
    }

    static Optional<Integer> count(BencodeDictionary dictionary, String key) {
        OptionalLong count = dictionary.integer(key);
        return count.isPresent() && count.getAsLong() >= 0
                ? Optional.of((int) Math.min(count.getAsLong(), Integer.MAX_VALUE))
                : Optional.empty();
    }
}
