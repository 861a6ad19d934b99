package io.spate.plugin.webseed;

/** Something at a server that is asked for, and where redirects have led us to. Confined to the torrent's loop. */
final class Resource {
    private final SeedUrl url;
    private final long length;
    private final int firstPiece;
    private final int lastPiece;
    private SeedUrl location;
    private int redirects;

    /**
     * @param length of a file; 0 for a script
     * @param lastPiece the last that has a part in it
     */
    Resource(SeedUrl url, long length, int firstPiece, int lastPiece) {
        this.url = url;
        this.length = length;
        this.firstPiece = firstPiece;
        this.lastPiece = lastPiece;
        this.location = url;
    }

    long length() {
        return length;
    }

    int firstPiece() {
        return firstPiece;
    }

    int lastPiece() {
        return lastPiece;
    }

    /** Where it is now. */
    SeedUrl location() {
        return location;
    }

    /** @return how many redirects that makes */
    int moveTo(SeedUrl next) {
        location = next;
        return ++redirects;
    }

    /** It answered where it is. */
    void onAnswered() {
        redirects = 0;
    }

    /** As it stands in the torrent, since the place that a redirect named may be gone. */
    void forgetRedirects() {
        location = url;
        redirects = 0;
    }

    /** Whether the torrent's name and password are for the place where it is now. */
    boolean isAtHome() {
        return location.origin().equals(url.origin());
    }

    SeedUrl home() {
        return url;
    }
}
