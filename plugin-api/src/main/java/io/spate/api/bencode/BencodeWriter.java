package io.spate.api.bencode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Writes canonical bencoding. Recursive: what was read is no deeper than its limits, what we built is shallow. */
final class BencodeWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

    private BencodeWriter() {}

    static byte[] write(BencodeValue value) {
        BencodeWriter writer = new BencodeWriter();
        writer.value(value);
        return writer.out.toByteArray();
    }

    private void value(BencodeValue value) {
        if (value instanceof BencodeString string) {
            string(string);
        } else if (value instanceof BencodeInteger integer) {
            ascii("i" + integer + "e");
        } else if (value instanceof BencodeList list) {
            out.write('l');
            list.forEach(this::value);
            out.write('e');
        } else if (value instanceof BencodeDictionary dictionary) {
            dictionary(dictionary);
        }
    }

    private void string(BencodeString string) {
        ascii(string.length() + ":");
        out.write(string.source(), string.sourceOffset(), string.length());
    }

    private void dictionary(BencodeDictionary dictionary) {
        out.write('d');
        if (isSorted(dictionary)) {
            dictionary.forEach(this::entry);
        } else {
            Map<BencodeString, BencodeValue> sorted = new TreeMap<>();
            dictionary.forEach(sorted::putIfAbsent);
            sorted.forEach(this::entry);
        }
        out.write('e');
    }

    private void entry(BencodeString key, BencodeValue value) {
        string(key);
        value(value);
    }

    private static boolean isSorted(BencodeDictionary dictionary) {
        for (int i = 1; i < dictionary.size(); i++) {
            if (dictionary.keyAt(i - 1).compareTo(dictionary.keyAt(i)) >= 0) {
                return false;
            }
        }
        return true;
    }

    private void ascii(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
