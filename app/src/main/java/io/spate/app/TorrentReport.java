package io.spate.app;

import io.spate.api.InfoHashes;
import io.spate.api.metainfo.MagnetLink;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.metainfo.TorrentFile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a torrent or a magnet link says, in lines for people. */
final class TorrentReport {
    private static final String LINE = "%-13s %s";
    private static final String FILE = "%6d %11s  %s%s";
    private static final String FOLDER = "%6s %11s  %s%s/";
    private static final String INDENT = "  ";

    private final Metainfo torrent;

    TorrentReport(Metainfo torrent) {
        this.torrent = torrent;
    }

    /** All there is. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(summary());
        torrent.creationDate().ifPresent(date -> lines.add(line("created", date.toString())));
        torrent.createdBy().ifPresent(by -> lines.add(line("created by", by)));
        torrent.comment().ifPresent(comment -> lines.add(line("comment", comment)));
        addAll(lines, "trackers", tiers(torrent.trackers()));
        addAll(lines, "web seeds", torrent.urlSeeds());
        addAll(lines, "http seeds", torrent.httpSeeds());
        addAll(
                lines,
                "dht nodes",
                torrent.dhtNodes().stream().map(Object::toString).toList());
        addAll(
                lines,
                "similar",
                torrent.similar().stream().map(Object::toString).toList());
        addAll(lines, "collections", torrent.collections());
        lines.add(line("magnet", MagnetLink.of(torrent).toUri()));
        addFiles(lines);
        return lines;
    }

    /** What tells it from others. */
    List<String> summary() {
        List<String> lines = new ArrayList<>();
        lines.add(line("name", torrent.name()));
        addHashes(lines, torrent.infoHashes());
        lines.add(line("size", size(torrent.contentLength())));
        lines.add(line(
                "pieces",
                torrent.layout().pieceCount() + " of "
                        + Shown.bytes(torrent.layout().pieceLength())));
        lines.add(line("private", torrent.isPrivate() ? "yes" : "no"));
        return lines;
    }

    private static String size(long bytes) {
        return bytes < 1024 ? Shown.bytes(bytes) : Shown.bytes(bytes) + " (" + bytes + " bytes)";
    }

    static List<String> lines(MagnetLink magnet) {
        List<String> lines = new ArrayList<>();
        magnet.name().ifPresent(name -> lines.add(line("name", name)));
        addHashes(lines, magnet.infoHashes());
        addAll(lines, "trackers", magnet.trackers());
        addAll(lines, "web seeds", magnet.webSeeds());
        addAll(lines, "peers", magnet.peers().stream().map(Object::toString).toList());
        addAll(
                lines,
                "dht nodes",
                magnet.dhtNodes().stream().map(Object::toString).toList());
        if (!magnet.selectOnly().isEmpty()) {
            // In the link they count from 0; everywhere else here from 1.
            lines.add(line(
                    "files",
                    magnet.selectOnly().stream()
                            .map(number -> String.valueOf(number + 1))
                            .collect(Collectors.joining(","))));
        }
        return lines;
    }

    static String version(InfoHashes hashes) {
        return hashes.isHybrid() ? "hybrid (1 and 2)" : hashes.v2().isPresent() ? "2" : "1";
    }

    private static void addHashes(List<String> lines, InfoHashes hashes) {
        lines.add(line("version", version(hashes)));
        hashes.v1().ifPresent(hash -> lines.add(line("info-hash v1", hash.toHex())));
        hashes.v2().ifPresent(hash -> lines.add(line("info-hash v2", hash.toHex())));
    }

    private static List<String> tiers(List<List<String>> trackers) {
        List<String> lines = new ArrayList<>();
        for (int tier = 0; tier < trackers.size(); tier++) {
            for (String url : trackers.get(tier)) {
                lines.add("tier " + (tier + 1) + " " + url);
            }
        }
        return lines;
    }

    private static void addAll(List<String> lines, String label, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            lines.add(line(i == 0 ? label : "", values.get(i)));
        }
    }

    private static String line(String label, String untrusted) {
        return LINE.formatted(label, Printable.line(untrusted)).stripTrailing();
    }

    /** A tree, in the order of the torrent; numbers are those that {@code get --files} takes. */
    private void addFiles(List<String> lines) {
        lines.add(line(
                "files",
                String.valueOf(
                        torrent.files().stream().filter(file -> !file.isPad()).count())));
        List<String> open = List.of();
        for (int i = 0; i < torrent.files().size(); i++) {
            TorrentFile file = torrent.files().get(i);
            if (!file.isPad()) {
                List<String> folders = file.path().subList(0, file.path().size() - 1);
                addFolders(lines, open, folders);
                lines.add(FILE.formatted(
                        i + 1, Shown.bytes(file.length()), INDENT.repeat(folders.size()), described(file)));
                open = folders;
            }
        }
    }

    private static void addFolders(List<String> lines, List<String> open, List<String> folders) {
        int same = 0;
        while (same < Math.min(open.size(), folders.size()) && open.get(same).equals(folders.get(same))) {
            same++;
        }
        for (int depth = same; depth < folders.size(); depth++) {
            lines.add(FOLDER.formatted("", "", INDENT.repeat(depth), Printable.line(folders.get(depth))));
        }
    }

    private static String described(TorrentFile file) {
        String name = file.path().get(file.path().size() - 1);
        String target = file.symlinkTarget()
                .map(path -> " -> " + String.join("/", path))
                .orElse("");
        String marks = (file.isExecutable() ? " (executable)" : "") + (file.isHidden() ? " (hidden)" : "");
        return Printable.line(name + target) + marks;
    }
}
