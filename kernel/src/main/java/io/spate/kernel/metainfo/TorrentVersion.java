package io.spate.kernel.metainfo;

/** For which peers a torrent is made (BEP 3, BEP 52). */
public enum TorrentVersion {
    V1,
    V2,
    /** For both; files begin on piece boundaries, with pad files between them for version 1. */
    HYBRID;

    boolean hasV1() {
        return this != V2;
    }

    boolean hasV2() {
        return this != V1;
    }
}
