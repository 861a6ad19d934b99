package io.spate.api.tracker;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URL of a tracker as people may see it, in messages and logs: private trackers know their users by a passkey in the path,
 * the query or before the host, and logs are shown around.
 */
public final class ShownUrl {
    private static final Pattern PARTS =
            Pattern.compile("([^:/?#]+://)([^/?#]*@)?([^/?#]*)([^?#]*)(.*)", Pattern.DOTALL);
    /** What trackers call their pages; anything else in a path may be a key. */
    private static final Pattern PAGE = Pattern.compile("(announce|scrape)(\\.php)?");

    private static final String HIDDEN = "...";

    private ShownUrl() {}

    /** Scheme, host, port and the name of the page; dots where something was left out. */
    public static String of(String url) {
        Matcher parts = PARTS.matcher(url);
        if (!parts.matches()) {
            int end = url.indexOf('/');
            return end < 0 ? url : url.substring(0, end + 1) + HIDDEN;
        }
        return parts.group(1)
                + parts.group(3)
                + path(parts.group(4))
                + (parts.group(5).isEmpty() ? "" : "?" + HIDDEN);
    }

    private static String path(String path) {
        int last = path.lastIndexOf('/');
        if (last < 0) {
            return "";
        }
        String page = path.substring(last + 1);
        String before = last == 0 ? "/" : "/" + HIDDEN + "/";
        return before + (page.isEmpty() || PAGE.matcher(page).matches() ? page : HIDDEN);
    }
}
