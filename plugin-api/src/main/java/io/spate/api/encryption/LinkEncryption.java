package io.spate.api.encryption;

import io.spate.api.session.SessionService;

/** Tells others what to expect of us: trackers, so that they introduce peers who fit. Provided by the plugin {@code encryption}. */
public interface LinkEncryption extends SessionService {
    /** What becomes of links that others open. */
    Acceptance incoming();

    /** How links that are encrypted, and links that are plain, are met. */
    enum Acceptance {
        /** Only plain links are taken. So it is without the plugin, too. */
        PLAIN,
        /** Either is taken. */
        EITHER,
        /** Only encrypted links are taken. */
        ENCRYPTED
    }
}
