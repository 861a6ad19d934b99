package io.spate.kernel.peer;

import io.netty.buffer.ByteBuf;
import io.spate.api.Bitfield;
import io.spate.kernel.rate.RateMeter;

/**
 * What a connection does about pieces: {@link EarlyPieces} while nothing can be exchanged, as the torrent's metadata is not
 * there or its data is not checked; {@link PieceExchange} from then on. Confined to the torrent's loop.
 */
sealed interface PeerPhase permits EarlyPieces, PieceExchange {
    /** What the peer has; of size 0 while the number of pieces is not known. Not to be kept. */
    Bitfield pieces();

    /** Whether the peer has everything. */
    boolean isSeed();

    /** Whether there is nothing that we want of anybody. */
    boolean isUploadOnly();

    boolean isSnubbed();

    /** Blocks that the peer was asked for and has not sent. */
    int outstanding();

    RateMeter downloads();

    RateMeter uploads();

    // What the peer says

    void onRequest(int piece, int begin, int length);

    void onCancel(int piece, int begin, int length);

    void onReject(int piece, int begin);

    void onHave(int piece);

    /** The peer has lost a piece that it had. */
    void onDontHave(int piece);

    void onBitfield(byte[] bits);

    void onHaveAll();

    void onHaveNone();

    /** A hint: the peer would rather send this piece than another. */
    void onSuggest(int piece);

    /** The peer chokes us from now on. */
    void onChoked();

    /** The peer lets us ask from now on. */
    void onUnchoked();

    /** The peer became interested, or ceased to be. */
    void onInterest();

    void startBlock(int piece, int begin, int length);

    void onBlockBytes(ByteBuf in, int count);

    void endBlock();

    /** The peer says that it wants no data. */
    void onUploadOnly();

    /** By its extended handshake the peer takes so many requests. */
    void onRequestLimit(int requests);

    // What the connection has it do

    /** Asks for more if there is something to ask for. */
    void refill();

    /** Sends what the peer asked for and there is room for. */
    void pump();

    /** It is for us that nothing comes: the peer is not to blame. */
    void onHeldUp();

    /** Called once a second. */
    void tick(double seconds);

    void close();
}
