package io.spate.kernel.metainfo;

import io.spate.api.metainfo.TorrentFile;
import java.util.List;

/** Compares the two file lists of a hybrid torrent (BEP 52, "upgrade path"): peers of both kinds must mean the same bytes. */
final class HybridCheck {
    private HybridCheck() {}

    /**
     * Bytes of the pieces of version 1, with the padding after the last file if the list has it.
     *
     * @param tree of version 2, without pad files
     * @param list of version 1, with pad files
     */
    static long totalLength(FileTable tree, FileTable list, int pieceLength) {
        List<TorrentFile> real =
                list.files().stream().filter(file -> !file.isPad()).toList();
        if (real.size() != tree.files().size()) {
            throw inconsistent(
                    "files: " + real.size() + " in the list, " + tree.files().size() + " in the tree");
        }
        for (int i = 0; i < real.size(); i++) {
            compare(real.get(i), tree.files().get(i));
        }
        long padded = (tree.end() + pieceLength - 1) / pieceLength * pieceLength;
        if (list.end() != tree.end() && list.end() != padded) {
            throw inconsistent(
                    "length of the list: " + list.end() + " (expected: " + tree.end() + " or " + padded + ")");
        }
        return list.end();
    }

    private static void compare(TorrentFile listed, TorrentFile inTree) {
        boolean same = listed.length() == inTree.length()
                && (listed.length() == 0
                        || listed.offset() == inTree.offset() && listed.path().equals(inTree.path()));
        if (!same) {
            throw inconsistent(describe(listed) + " in the list, " + describe(inTree) + " in the tree");
        }
    }

    private static String describe(TorrentFile file) {
        return file.pathText() + " of " + file.length() + " bytes at " + file.offset();
    }

    private static RuntimeException inconsistent(String what) {
        return MetainfoFault.INCONSISTENT_FILES.error(what);
    }
}
