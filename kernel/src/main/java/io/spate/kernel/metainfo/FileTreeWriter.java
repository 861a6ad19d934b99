package io.spate.kernel.metainfo;

import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.bencode.BencodeString;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Builds the file tree of version 2 (BEP 52). */
final class FileTreeWriter {
    /** The order in which a tree's files come out: element by element, by unsigned bytes. */
    static final Comparator<List<BencodeString>> ORDER = FileTreeWriter::compare;

    private final Map<BencodeString, FileTreeWriter> children = new TreeMap<>();
    private BencodeDictionary file;

    static List<BencodeString> key(TorrentContent.File file) {
        return file.path().stream().map(BencodeString::of).toList();
    }

    /** @param facts its length and, if it is not empty, its pieces root */
    void add(TorrentContent.File file, BencodeDictionary facts) {
        FileTreeWriter node = this;
        for (BencodeString element : key(file)) {
            node = node.children.computeIfAbsent(element, name -> new FileTreeWriter());
        }
        node.file = facts;
    }

    BencodeDictionary write() {
        BencodeDictionary.Builder tree = BencodeDictionary.builder();
        if (file != null) {
            tree.put("", file);
        }
        children.forEach((name, child) -> tree.put(name, child.write()));
        return tree.build();
    }

    private static int compare(List<BencodeString> one, List<BencodeString> other) {
        for (int i = 0; i < one.size() && i < other.size(); i++) {
            int order = one.get(i).compareTo(other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.size(), other.size());
    }
}
