package io.spate.api.storage;

/**
 * What tells that a file was changed: its length and its time.
 *
 * @param length in bytes; -1 if there is no such file
 * @param modifiedMillis milliseconds since 1970, or 0 if there is no file
 */
public record FileStamp(long length, long modifiedMillis) {
    /** There is no file. */
    public static final FileStamp MISSING = new FileStamp(-1, 0);

    /** There need not be one: it is whole whatever is on disk. */
    public static final FileStamp ALWAYS = new FileStamp(Long.MAX_VALUE, 0);

    public boolean isMissing() {
        return length < 0;
    }
}
