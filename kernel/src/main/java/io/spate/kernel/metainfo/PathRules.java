package io.spate.kernel.metainfo;

import io.spate.api.bencode.BencodeString;
import io.spate.api.bencode.BencodeValue;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a system allows in file names, and which names it takes for the same. Turns the path elements of a torrent, which are
 * any bytes, into names that stay inside the folder they are put in and look like what they are.
 */
public enum PathRules {
    POSIX("", false),
    /** As {@link #POSIX}, but its file systems take names for the same that differ in case or composition only. */
    MACOS("", true),
    WINDOWS("?<>\"|*:", true),
    ANDROID("\"*:<>?|", true);

    private static final int MAX_LENGTH = 240;
    private static final int MAX_EXTENSION = 9; // with its dot
    private static final Pattern RESERVED_ON_WINDOWS = Pattern.compile(
            "(con|prn|aux|nul|clock\\$|conin\\$|conout\\$|(com|lpt)[0-9\u00b9\u00b2\u00b3]) *(\\..*)?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final String forbidden;
    private final boolean foldsUnicode;

    PathRules(String forbidden, boolean foldsUnicode) {
        this.forbidden = forbidden;
        this.foldsUnicode = foldsUnicode;
    }

    /** The rules of the system this runs on. */
    public static PathRules ofThisSystem() {
        return of(System.getProperty("os.name", ""), System.getProperty("java.vendor", ""));
    }

    static PathRules of(String system, String vendor) {
        String name = system.toLowerCase(Locale.ROOT);
        if (vendor.contains("Android")) {
            return ANDROID;
        }
        return name.startsWith("windows") ? WINDOWS : name.startsWith("mac") ? MACOS : POSIX;
    }

    /** An element of a path within a torrent. */
    String element(BencodeString raw) {
        return clean(raw.toBytes(), true).orElse("_");
    }

    /** The name of a torrent; empty if nothing of it is fit to be a name. */
    Optional<String> name(BencodeString raw) {
        return clean(raw.toBytes(), false);
    }

    /** As {@link #name(BencodeString)}, of text that did not come from a torrent. */
    public Optional<String> name(String text) {
        return name(BencodeValue.of(text));
    }

    /** Two names or paths that the system may take for the same give the same text. */
    String fold(String path) {
        StringBuilder folded = new StringBuilder(foldsUnicode ? Normalizer.normalize(path, Normalizer.Form.NFC) : path);
        for (int i = 0; i < folded.length(); i++) {
            folded.setCharAt(i, fold(folded.charAt(i)));
        }
        return folded.toString();
    }

    private char fold(char c) {
        if (foldsUnicode) {
            return Character.toLowerCase(Character.toUpperCase(c));
        }
        return c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c;
    }

    /** @param force whether there must be a name, if need be {@code _} */
    private Optional<String> clean(byte[] raw, boolean force) {
        if (raw.length == 0) {
            return Optional.of("_");
        }
        if (!force && raw.length == 1 && raw[0] == '.') {
            return Optional.empty();
        }
        String name = copyAllowed(raw);
        if (this == WINDOWS && !isOnlyDots(name)) {
            name = forWindows(name);
        }
        return isOnlyDots(name) ? Optional.of("_").filter(any -> force) : Optional.of(name);
    }

    private String copyAllowed(byte[] raw) {
        StringBuilder name = new StringBuilder(Math.min(raw.length, MAX_LENGTH + MAX_EXTENSION));
        CodePoints points = new CodePoints(raw);
        int length = 0;
        boolean inExtension = false;
        while (points.advance()) {
            int codePoint = points.codePoint();
            if (isDropped(codePoint)) {
                continue;
            }
            int allowed = codePoint == CodePoints.BAD || isReplaced(codePoint) ? '_' : codePoint;
            name.appendCodePoint(allowed);
            length += length(allowed);
            if (length >= MAX_LENGTH && !inExtension) {
                int dot = extension(raw, points.start());
                if (dot < 0) {
                    break;
                }
                inExtension = true;
                points.moveTo(dot);
            }
        }
        return name.toString();
    }

    /** What the system counts: characters of UTF-16 on Windows, elsewhere bytes. */
    private int length(int codePoint) {
        if (this == WINDOWS) {
            return Character.charCount(codePoint);
        }
        return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }

    /** Where a short extension begins, so that it survives the cut; -1 if there is none after {@code from}. */
    private static int extension(byte[] raw, int from) {
        for (int i = raw.length - 1; i > from && i >= raw.length - MAX_EXTENSION; i--) {
            if (raw[i] == '.') {
                return i;
            }
        }
        return -1;
    }

    /** Separators, and what is not seen: direction marks make an .exe look like a .txt. */
    private static boolean isDropped(int codePoint) {
        return codePoint == 0
                || codePoint == '/'
                || codePoint == '\\'
                || codePoint == 0x061C
                || codePoint == 0xFEFF
                || codePoint >= 0x200B && codePoint <= 0x200F
                || codePoint >= 0x202A && codePoint <= 0x202E
                || codePoint >= 0x2060 && codePoint <= 0x2064
                || codePoint >= 0x2066 && codePoint <= 0x2069;
    }

    private boolean isReplaced(int codePoint) {
        return codePoint < 0x20 || codePoint >= 0x7F && codePoint <= 0x9F || forbidden.indexOf(codePoint) >= 0;
    }

    private static boolean isOnlyDots(String name) {
        return name.isEmpty() || name.equals(".") || name.equals("..");
    }

    private static String forWindows(String name) {
        int end = name.length();
        while (end > 0 && (name.charAt(end - 1) == ' ' || name.charAt(end - 1) == '.')) {
            end--;
        }
        String trimmed = name.substring(0, end);
        return RESERVED_ON_WINDOWS.matcher(trimmed).matches() ? "_" + trimmed : trimmed;
    }
}
