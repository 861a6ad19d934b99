package io.spate.swarm;

import static io.spate.swarm.Await.await;

import io.spate.api.Bitfield;
import io.spate.api.HostAndPort;
import io.spate.api.PeerAddress;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.AlertListener;
import io.spate.api.alert.PieceVerified;
import io.spate.api.alert.TorrentChecked;
import io.spate.api.session.AddTorrent;
import io.spate.api.session.Session;
import io.spate.api.session.TorrentHandle;
import io.spate.kernel.Spate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A program that downloads and tells on standard output, line by line, what it is told; until it is killed. */
final class KilledDownload implements AlertListener {
    static final String CHECKED = "CHECKED";
    static final String HAVE = "HAVE";
    static final String READY = "READY";
    static final String VERIFIED = "VERIFIED";
    static final String FINISHED = "FINISHED";

    private KilledDownload() {}

    /** @param args torrent file, folder, state directory, seeder, bytes a second */
    public static void main(String[] args) throws Exception {
        Session session = await(Spate.session()
                .listen(List.of(new HostAndPort("127.0.0.1", 0)))
                .stateDirectory(Path.of(args[2]))
                .set("spate.limits.download", args[4])
                .extension(new KilledDownload())
                .start());
        TorrentHandle torrent =
                await(session.add(AddTorrent.of(Spate.readTorrent(Path.of(args[0])), Path.of(args[1]))));
        await(torrent.whenChecked());
        Bitfield have = await(torrent.pieces());
        for (int piece = have.nextSet(0); piece >= 0; piece = have.nextSet(piece + 1)) {
            tell(HAVE, piece);
        }
        tell(READY, have.count());
        await(torrent.connect(PeerAddress.parse(args[3]).orElseThrow()));
        await(torrent.whenFinished());
        session.close();
        tell(FINISHED, have.size());
    }

    @Override
    public Set<AlertCategory> categories() {
        return Set.of(AlertCategory.PIECE_PROGRESS, AlertCategory.STATUS);
    }

    @Override
    public void onAlert(Alert alert) {
        if (alert instanceof PieceVerified verified) {
            tell(VERIFIED, verified.piece());
        } else if (alert instanceof TorrentChecked checked) {
            tell(CHECKED, checked.compared());
        }
    }

    /** A line at once, so that a kill does not cut it into two. */
    private static void tell(String what, int number) {
        synchronized (System.out) {
            System.out.writeBytes((what + " " + number + "\n").getBytes(StandardCharsets.UTF_8));
            System.out.flush();
        }
    }
}
