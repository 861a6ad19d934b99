package io.spate.kernel.metainfo;

import io.spate.api.metainfo.TorrentFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Renames files that the system would take for another file or for a directory of the torrent: {@code a.txt} becomes
 * {@code a.1.txt}. Directories keep their names, and the first file does.
 */
final class ClashingNames {
    private static final int MAX_CLASHES = 500;

    private final PathRules rules;
    private final Directories directories;
    private final Map<String, TorrentFile> used = new HashMap<>(); // by folded path
    private int clashes;

    private ClashingNames(List<TorrentFile> files, PathRules rules) {
        this.rules = rules;
        this.directories = Directories.of(files, rules::fold);
    }

    static void rename(List<TorrentFile> files, PathRules rules) {
        new ClashingNames(files, rules).renameAll(files);
    }

    private void renameAll(List<TorrentFile> files) {
        Map<List<String>, List<String>> renamed = new HashMap<>();
        for (int i = 0; i < files.size(); i++) {
            TorrentFile file = files.get(i);
            if (!claim(file.path(), file)) {
                List<String> free = freePath(file);
                renamed.putIfAbsent(file.path(), free);
                files.set(i, moved(file, free, file.symlinkTarget(), Optional.of(file.path())));
            }
        }
        if (!renamed.isEmpty()) {
            followRenamed(files, renamed);
        }
    }

    private boolean claim(List<String> path, TorrentFile file) {
        String key = rules.fold(String.join("/", path));
        if (directories.contains(key)) {
            return false;
        }
        TorrentFile user = used.putIfAbsent(key, file);
        return user == null || user.isPad() && file.isPad() && user.length() == file.length();
    }

    private List<String> freePath(TorrentFile file) {
        List<String> path = new ArrayList<>(file.path());
        int last = path.size() - 1;
        String name = path.get(last);
        int dot = name.lastIndexOf('.') < 0 ? name.length() : name.lastIndexOf('.');
        for (int number = 1; ; number++) {
            path.set(last, name.substring(0, dot) + "." + number + name.substring(dot));
            if (claim(path, file)) {
                return List.copyOf(path);
            }
            if (++clashes > MAX_CLASHES) {
                throw MetainfoFault.TOO_MANY_DUPLICATE_FILENAMES.error("more than " + MAX_CLASHES
                        + " tries to tell files of the same name apart, the last " + file.pathText());
            }
        }
    }

    /** A link to a file that had to give way leads to where it went, unless something else has the very path. */
    private static void followRenamed(List<TorrentFile> files, Map<List<String>, List<String>> renamed) {
        for (TorrentFile file : files) {
            for (int i = 1; i <= file.path().size(); i++) {
                renamed.remove(file.path().subList(0, i));
            }
        }
        for (int i = 0; i < files.size(); i++) {
            TorrentFile file = files.get(i);
            Optional<List<String>> target = file.symlinkTarget().map(path -> renamed.getOrDefault(path, path));
            if (!target.equals(file.symlinkTarget())) {
                files.set(i, moved(file, file.path(), target, file.renamedFrom()));
            }
        }
    }

    private static TorrentFile moved(
            TorrentFile file, List<String> path, Optional<List<String>> target, Optional<List<String>> from) {
        return new TorrentFile(path, file.length(), file.offset(), file.attributes(), target, file.piecesRoot(), from);
    }
}
