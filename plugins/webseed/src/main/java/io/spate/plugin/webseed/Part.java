package io.spate.plugin.webseed;

import io.vertx.core.http.HttpClientResponse;
import java.util.Optional;

/** A slice on its way: booked, then asked for, then coming. Confined to the torrent's loop. */
final class Part {
    private final Slice slice;
    private long left;
    private Optional<Fetch> fetch = Optional.empty();
    private Optional<HttpClientResponse> head = Optional.empty();
    private Optional<Throwable> failure = Optional.empty();

    Part(Slice slice) {
        this.slice = slice;
        this.left = slice.length();
    }

    /** What has not come of it, to be asked for once more; from its beginning if it has not begun to come. */
    Part again() {
        return new Part(left == slice.length() ? slice : slice.from(slice.length() - left));
    }

    Slice slice() {
        return slice;
    }

    long left() {
        return left;
    }

    void onCome(int bytes) {
        left -= bytes;
    }

    /** What brings it; empty while it was not asked for. */
    Optional<Fetch> fetch() {
        return fetch;
    }

    void broughtBy(Fetch one) {
        fetch = Optional.of(one);
    }

    boolean isBroughtBy(Fetch one) {
        return fetch.filter(each -> each == one).isPresent();
    }

    /** Its answer begins, though those before it may not have been read to their end. */
    void onHead(HttpClientResponse answer) {
        head = Optional.of(answer);
    }

    Optional<HttpClientResponse> head() {
        return head;
    }

    /** Its answer will not come, though those before it may still be read. */
    void onFailure(Throwable cause) {
        failure = Optional.of(cause);
    }

    Optional<Throwable> failure() {
        return failure;
    }

    boolean isToAsk() {
        return fetch.isEmpty() && !slice.isPadding();
    }
}
