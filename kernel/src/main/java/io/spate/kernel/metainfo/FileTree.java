package io.spate.kernel.metainfo;

import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.bencode.BencodeString;
import io.spate.api.metainfo.FileAttribute;
import io.spate.api.metainfo.PiecesRoot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the file tree of version 2 (BEP 52). Recursive: the tree is no deeper than its limit. */
final class FileTree {
    private final PathRules rules;
    private final FileTable table;
    private final Deque<String> directories = new ArrayDeque<>();

    FileTree(PathRules rules, FileTable table) {
        this.rules = rules;
        this.table = table;
    }

    /** @param hasFileList whether there is a {@code files} list beside it: then even a single file has a directory */
    void read(BencodeDictionary tree, String root, boolean hasFileList) {
        boolean single = !hasFileList && tree.size() == 1 && isFile(child(tree, 0));
        if (!single) {
            directories.addLast(root);
        }
        readDirectory(tree);
    }

    private void readDirectory(BencodeDictionary directory) {
        if (directories.size() > FileTable.MAX_PATH_DEPTH + 1) {
            throw MetainfoFault.DIRECTORY_TOO_DEEP.error("file tree: " + (directories.size() - 1)
                    + " directories deep (expected: at most " + FileTable.MAX_PATH_DEPTH + ")");
        }
        for (int i = 0; i < directory.size(); i++) {
            BencodeDictionary child = child(directory, i);
            String name = name(directory.keyAt(i));
            directories.addLast(name);
            if (isFile(child)) {
                readFile(child);
            } else {
                readDirectory(child);
            }
            directories.removeLast();
        }
    }

    private void readFile(BencodeDictionary leaf) {
        BencodeDictionary file = child(leaf, 0);
        Set<FileAttribute> attributes = FileFacts.attributes(file);
        if (attributes.contains(FileAttribute.PAD)) {
            throw MetainfoFault.INVALID_PAD_FILE.error(
                    "file " + directories.getLast() + " of the file tree has attribute p");
        }
        long length = FileFacts.length(file, attributes);
        Optional<List<String>> link = FileFacts.link(file, attributes, rules);
        table.add(
                new ArrayList<>(directories),
                length,
                attributes,
                link,
                length > 0 ? Optional.of(piecesRoot(file)) : Optional.empty());
    }

    private PiecesRoot piecesRoot(BencodeDictionary file) {
        byte[] root = file.string("pieces root").map(BencodeString::toBytes).orElse(new byte[0]);
        if (root.length != PiecesRoot.LENGTH || Arrays.equals(root, new byte[PiecesRoot.LENGTH])) {
            throw MetainfoFault.MISSING_PIECES_ROOT.error("pieces root of " + directories.getLast() + ": " + root.length
                    + " bytes (expected: 32, not all zero)");
        }
        return PiecesRoot.of(root);
    }

    private String name(BencodeString key) {
        if (key.isEmpty()) {
            throw MetainfoFault.FILE_PARSE_FAILED.error(
                    "file tree: an empty name (expected: only in a file's own place)");
        }
        return rules.element(key);
    }

    private static boolean isFile(BencodeDictionary node) {
        return node.size() == 1 && node.keyAt(0).isEmpty();
    }

    private static BencodeDictionary child(BencodeDictionary parent, int index) {
        if (parent.valueAt(index) instanceof BencodeDictionary child) {
            return child;
        }
        throw MetainfoFault.FILE_PARSE_FAILED.error(
                "file tree: " + parent.keyAt(index) + " is " + parent.valueAt(index) + " (expected: a dictionary)");
    }
}
