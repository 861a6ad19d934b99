package io.spate.kernel.metainfo;

import io.spate.api.metainfo.TorrentFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds what links lead to (BEP 47): only a file or directory of the same torrent will do. */
final class SymbolicLinks {
    /** Links through links in all; far more than an honest torrent has, few enough to be quick. */
    private static final int MAX_STEPS = 10_000;

    private static final int MAX_TARGET_LENGTH = 32 * 1024;

    private final Set<String> files = new HashSet<>();
    private final Directories directories;
    private final Map<String, String> targets = new HashMap<>(); // of links, by their paths
    private int steps;

    private SymbolicLinks(List<TorrentFile> list) {
        directories = Directories.of(list, path -> path);
        list.forEach(file -> files.add(file.pathText()));
    }

    /** @param root elements of the path that links are relative to */
    static void resolve(List<TorrentFile> files, List<String> root) {
        if (files.stream().anyMatch(TorrentFile::isSymlink)) {
            new SymbolicLinks(files).resolveAll(files, root);
        }
    }

    private void resolveAll(List<TorrentFile> list, List<String> root) {
        Set<TorrentFile> indirect = new HashSet<>();
        for (TorrentFile file : list) {
            if (file.isSymlink() && !pointDirectly(file, root)) {
                indirect.add(file);
            }
        }
        for (int i = 0; i < list.size(); i++) {
            TorrentFile file = list.get(i);
            if (file.isSymlink()) {
                String target = targets.get(file.pathText());
                boolean leads = !target.equals(file.pathText()) && (!indirect.contains(file) || isReachable(target));
                list.set(i, withTarget(file, leads ? Optional.of(List.of(target.split("/"))) : Optional.empty()));
            }
        }
    }

    /** Old writers made links relative to their own directory; the torrent's root is tried first. */
    private boolean pointDirectly(TorrentFile link, List<String> root) {
        List<String> own = link.path().subList(0, link.path().size() - 1);
        String fromRoot = joined(root, link);
        String fromOwn = joined(own, link);
        boolean direct = exists(fromRoot) || exists(fromOwn);
        targets.put(link.pathText(), exists(fromRoot) || !direct ? fromRoot : fromOwn);
        return direct;
    }

    private static String joined(List<String> directory, TorrentFile link) {
        List<String> path = new ArrayList<>(directory);
        path.addAll(link.symlinkTarget().orElseThrow());
        return String.join("/", path);
    }

    private boolean exists(String path) {
        return files.contains(path) || directories.contains(path);
    }

    /** Whether the path leads to something once every link to a directory on its way is followed, each once at most. */
    private boolean isReachable(String path) {
        Set<String> followed = new HashSet<>();
        Optional<String> now = Optional.of(path);
        while (now.isPresent() && !exists(now.get())) {
            now = follow(now.get(), followed);
        }
        return now.isPresent();
    }

    private Optional<String> follow(String path, Set<String> followed) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            String front = path.substring(0, slash);
            if (!directories.contains(front)) {
                String target = targets.get(front);
                boolean again = target == null || !followed.add(front) || ++steps > MAX_STEPS;
                return again || target.length() + path.length() > MAX_TARGET_LENGTH
                        ? Optional.empty()
                        : Optional.of(target + path.substring(slash));
            }
        }
        return Optional.empty();
    }

    private static TorrentFile withTarget(TorrentFile file, Optional<List<String>> target) {
        return new TorrentFile(
                file.path(),
                file.length(),
                file.offset(),
                file.attributes(),
                target,
                file.piecesRoot(),
                file.renamedFrom());
    }
}
