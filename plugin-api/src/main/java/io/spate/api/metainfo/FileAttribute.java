package io.spate.api.metainfo;

/** What BEP 47 knows of a file beside its name and length. */
public enum FileAttribute {
    /** Filler of zeros that moves the next file to a piece boundary: never stored, never requested. */
    PAD,
    EXECUTABLE,
    HIDDEN,
    SYMLINK
}
