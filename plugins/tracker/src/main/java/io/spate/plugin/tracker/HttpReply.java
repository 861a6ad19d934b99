package io.spate.plugin.tracker;

import java.util.Optional;

/**
 * What a server answered.
 *
 * @param location of a redirect
 */
record HttpReply(int status, Optional<String> location, ReplyBody body) {
    boolean isRedirect() {
        return location.isPresent()
                && (status == 301 || status == 302 || status == 303 || status == 307 || status == 308);
    }
}
