package io.spate.app;

import io.spate.api.session.TorrentHandle;
import io.spate.api.session.TorrentState;
import io.spate.api.session.TorrentStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The progress of one torrent, or of several as one. */
final class TorrentProgress {
    private TorrentProgress() {}

    /**
     * @param trouble why peers may not be found, told while there are none
     */
    static Progress of(List<TorrentHandle> torrents, Optional<String> trouble) {
        List<TorrentStatus> statuses =
                torrents.stream().map(TorrentHandle::status).toList();
        Totals totals = Totals.of(statuses);
        TorrentState state = stateOf(statuses);
        return switch (state) {
            case STARTING, CHECKING ->
                new Progress(title(torrents), "checking", totals.checked, totals.size, 0, List.of());
            case FETCHING_METADATA ->
                new Progress(title(torrents), "fetching metadata", 0, 0, 0, peers(totals, trouble));
            case SEEDING -> new Progress(title(torrents), "seeding", 0, 0, totals.uploadRate, seeding(totals));
            case DOWNLOADING ->
                new Progress(
                        title(torrents),
                        "downloading",
                        totals.wantedVerified,
                        totals.wanted,
                        totals.downloadRate,
                        downloading(totals, trouble));
            case PAUSED, FAILED, STOPPED ->
                new Progress(title(torrents), state.name().toLowerCase(Locale.ROOT), 0, 0, 0, List.of());
        };
    }

    static String title(List<TorrentHandle> torrents) {
        return torrents.size() == 1 ? Printable.line(torrents.get(0).name()) : Shown.count(torrents.size(), "torrent");
    }

    /** Of several torrents, what the one does that has most to do yet. */
    private static TorrentState stateOf(List<TorrentStatus> statuses) {
        List<TorrentState> order = List.of(
                TorrentState.DOWNLOADING,
                TorrentState.FETCHING_METADATA,
                TorrentState.CHECKING,
                TorrentState.STARTING,
                TorrentState.SEEDING,
                TorrentState.PAUSED,
                TorrentState.FAILED,
                TorrentState.STOPPED);
        return order.stream()
                .filter(state -> statuses.stream().anyMatch(status -> status.state() == state))
                .findFirst()
                .orElse(TorrentState.STOPPED);
    }

    private static List<String> downloading(Totals totals, Optional<String> trouble) {
        List<String> details = new ArrayList<>(peers(totals, trouble));
        details.add(totals.pieces + "/" + totals.pieceCount + " pieces");
        if (totals.uploadRate > 0) {
            details.add("up " + Shown.rate(totals.uploadRate));
        }
        return details;
    }

    private static List<String> peers(Totals totals, Optional<String> trouble) {
        List<String> details = new ArrayList<>();
        details.add(Shown.count(totals.peers, "peer"));
        if (totals.peers == 0) {
            trouble.ifPresent(details::add);
        }
        return details;
    }

    private static List<String> seeding(Totals totals) {
        return List.of(Shown.count(totals.peers, "peer"), Shown.bytes(totals.uploaded) + " sent");
    }

    /** Sums over torrents. */
    private record Totals(
            long size,
            long checked,
            long wanted,
            long wantedVerified,
            long downloadRate,
            long uploadRate,
            long uploaded,
            long pieces,
            long pieceCount,
            int peers) {
        static Totals of(List<TorrentStatus> statuses) {
            return new Totals(
                    statuses.stream().mapToLong(Totals::size).sum(),
                    statuses.stream().mapToLong(TorrentStatus::checked).sum(),
                    statuses.stream().mapToLong(TorrentStatus::wanted).sum(),
                    statuses.stream().mapToLong(TorrentStatus::wantedVerified).sum(),
                    statuses.stream().mapToLong(TorrentStatus::downloadRate).sum(),
                    statuses.stream().mapToLong(TorrentStatus::uploadRate).sum(),
                    statuses.stream().mapToLong(TorrentStatus::uploaded).sum(),
                    statuses.stream().mapToLong(TorrentStatus::pieces).sum(),
                    statuses.stream().mapToLong(TorrentStatus::pieceCount).sum(),
                    statuses.stream().mapToInt(TorrentStatus::peers).sum());
        }

        /** Without metadata nobody knows. */
        private static long size(TorrentStatus status) {
            return status.pieceCount() == 0 ? 0 : status.verified() + status.left();
        }
    }
}
