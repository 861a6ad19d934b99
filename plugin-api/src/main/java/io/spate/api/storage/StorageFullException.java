package io.spate.api.storage;

import java.io.IOException;

/** There is no room for what was to be written. What is there already can still be read and served. */
public final class StorageFullException extends IOException {
    public StorageFullException(String message) {
        super(message);
    }

    public StorageFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
