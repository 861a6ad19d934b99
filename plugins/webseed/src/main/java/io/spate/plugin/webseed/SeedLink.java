package io.spate.plugin.webseed;

import static io.spate.api.PieceLayout.BLOCK_LENGTH;

import io.netty.buffer.ByteBuf;
import io.spate.api.net.LinkReceiver;
import io.spate.api.net.PeerLink;

/** A connection to one server, on which answers come in the order of the requests. Confined to the torrent's loop. */
final class SeedLink implements LinkReceiver, ResponseDecoder.Listener {
    private final String origin;
    private final PeerLink link;
    private final Listener listener;
    private final ResponseDecoder decoder = new ResponseDecoder(this);
    private int unanswered;
    private long come;
    private boolean answered;
    private boolean closed;

    /** Begins to read. */
    SeedLink(String origin, PeerLink link, Listener listener) {
        this.origin = origin;
        this.link = link;
        this.listener = listener;
        link.receiver(this);
        link.reading(true);
    }

    boolean leadsTo(SeedUrl url) {
        return origin.equals(url.origin());
    }

    /** Whether it brought enough to be worth another one. */
    boolean wasOfUse() {
        return answered || come >= BLOCK_LENGTH;
    }

    /** @param request taken over */
    void ask(ByteBuf request) {
        unanswered++;
        link.write(request);
        link.flush();
    }

    void reading(boolean on) {
        link.reading(on);
    }

    /** Nothing is heard of it any more. */
    void close() {
        closed = true;
        decoder.stop();
        link.close();
    }

    @Override
    public void onBytes(ByteBuf bytes) {
        try {
            decoder.feed(bytes);
        } catch (HttpFault e) {
            close();
            listener.onFault(e.getMessage());
        } finally {
            bytes.release();
        }
    }

    @Override
    public void onClosed(String why) {
        if (!closed) {
            boolean isClean = decoder.end();
            if (!closed) { // else it was what ended the last answer
                close();
                listener.onClosed(isClean || !why.equals("end of stream") ? why : "ends in the middle of an answer");
            }
        }
    }

    @Override
    public void onHead(ResponseHead head) throws HttpFault {
        if (unanswered == 0) {
            throw new HttpFault("sends an answer that nobody asked for");
        }
        unanswered--;
        listener.onHead(head);
    }

    @Override
    public void onBody(ByteBuf bytes) {
        come += bytes.readableBytes();
        listener.onBody(bytes);
    }

    @Override
    public void onEnd() {
        answered = true;
        listener.onEnd();
    }

    /** Hears what comes. Called on the torrent's loop; nothing is called once the link is closed. */
    interface Listener {
        void onHead(ResponseHead head) throws HttpFault;

        /** @param bytes the listener's */
        void onBody(ByteBuf bytes);

        /** The answer is at its end. */
        void onEnd();

        /** The server closed it, or the network did. */
        void onClosed(String why);

        /** The server sent what is no answer; the link is closed. */
        void onFault(String reason);
    }
}
