package io.spate.kernel.download;

import java.io.IOException;
import java.util.List;

/** What a torrent hears of its downloads. Called on the torrent's loop. */
public interface DownloadEvents {
    /** The piece is verified, in storage, and recorded. */
    void onPieceVerified(int piece);

    /**
     * @param senders all who sent blocks of it
     * @param liars those of them that are to be banned
     */
    void onPieceFailed(int piece, List<BlockSupplier> senders, List<BlockSupplier> liars);

    /** Storage or the journal failed; nothing that was verified is lost. */
    void onStorageFailed(IOException failure);

    /** There is memory again for those who found none. */
    void onRoom();
}
