package io.spate.kernel.metainfo;

import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.bencode.BencodeInteger;
import io.spate.api.bencode.BencodeList;
import io.spate.api.bencode.BencodeString;
import io.spate.api.bencode.BencodeValue;
import io.spate.api.metainfo.FileAttribute;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the dictionaries of one file have in common in version 1 and 2: BEP 47's attributes and links, and numbers. */
final class FileFacts {
    private FileFacts() {}

    /** The integer, or -1 if there is none; one beyond 64 bits becomes the nearest that is not. */
    static long number(BencodeDictionary dictionary, String key) {
        return dictionary
                .value(key)
                .filter(BencodeInteger.class::isInstance)
                .map(value -> clamp(((BencodeInteger) value).bigValue()))
                .orElse(-1L);
    }

    static Set<FileAttribute> attributes(BencodeDictionary file) {
        Set<FileAttribute> attributes = EnumSet.noneOf(FileAttribute.class);
        String letters = file.text("attr").orElse("");
        for (int i = 0; i < letters.length(); i++) {
            switch (letters.charAt(i)) {
                case 'p' -> attributes.add(FileAttribute.PAD);
                case 'x' -> attributes.add(FileAttribute.EXECUTABLE);
                case 'h' -> attributes.add(FileAttribute.HIDDEN);
                case 'l' -> attributes.add(FileAttribute.SYMLINK);
                default -> {} // BEP 47: unknown letters are to be ignored
            }
        }
        return attributes;
    }

    /** Where a symbolic link points to; takes the attribute away from one that points nowhere at all. */
    static Optional<List<String>> link(BencodeDictionary file, Set<FileAttribute> attributes, PathRules rules) {
        if (!attributes.contains(FileAttribute.SYMLINK)) {
            return Optional.empty();
        }
        Optional<List<String>> link = file.list("symlink path")
                .map(elements -> path(elements, "symlink path", rules))
                .filter(path -> !path.isEmpty());
        if (link.isEmpty()) {
            attributes.remove(FileAttribute.SYMLINK);
        }
        return link;
    }

    /** A link's length is nothing, whatever is said of it. */
    static long length(BencodeDictionary file, Set<FileAttribute> attributes) {
        return attributes.contains(FileAttribute.SYMLINK) ? 0 : number(file, "length");
    }

    static void checkPath(BencodeList elements, String key) {
        if (elements.size() > FileTable.MAX_PATH_DEPTH) {
            throw MetainfoFault.DIRECTORY_TOO_DEEP.error(
                    key + ": " + elements.size() + " elements (expected: at most " + FileTable.MAX_PATH_DEPTH + ")");
        }
        for (BencodeValue element : elements) {
            if (!(element instanceof BencodeString)) {
                throw MetainfoFault.INVALID_NAME.error(key + ": " + element + " (expected: strings)");
            }
        }
    }

    private static List<String> path(BencodeList elements, String key, PathRules rules) {
        checkPath(elements, key);
        List<String> path = new ArrayList<>();
        for (BencodeString element : elements.strings()) {
            if (!element.is(".") && !element.is("..")) {
                path.add(rules.element(element));
            }
        }
        return path;
    }

    private static long clamp(BigInteger value) {
        if (value.bitLength() < 64) {
            return value.longValue();
        }
        return value.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
}
