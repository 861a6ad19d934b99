package io.spate.plugin.webseed;

import io.spate.api.Loop;
import io.spate.api.net.PeerLink;
import io.vertx.core.AsyncResult;
import java.util.Optional;

/** The connection of one web seed, of which there is one at the most: none, one that is being made, or a link. Confined to the loop. */
final class SeedConnection {
    private final SeedConnector connector;
    private final Loop loop;
    private final Listener listener;
    private Optional<SeedLink> link = Optional.empty();
    private boolean isOpening;
    private boolean isOver;

    SeedConnection(SeedConnector connector, Loop loop, Listener listener) {
        this.connector = connector;
        this.loop = loop;
        this.listener = listener;
    }

    boolean isOpening() {
        return isOpening;
    }

    /** The link, if there is one to the server of the resource. */
    Optional<SeedLink> to(Resource resource) {
        return link.filter(open -> open.leadsTo(resource.location()));
    }

    /** Connects to the server of the resource. Called while there is no link, and none is being made. */
    void open(Resource resource) {
        SeedUrl url = resource.location();
        isOpening = true;
        connector.connect(resource).onComplete(opened -> loop.execute(() -> onOpened(url, opened)));
    }

    private void onOpened(SeedUrl url, AsyncResult<PeerLink> opened) {
        isOpening = false;
        if (isOver) {
            closeUnused(opened);
        } else if (opened.succeeded()) {
            link = Optional.of(new SeedLink(url.origin(), opened.result(), listener));
            listener.onOpened();
        } else if (opened.cause() instanceof SeedConnector.Refused refused) {
            listener.onForbidden(refused.getMessage());
        } else {
            listener.onUnreachable(reason(opened.cause()));
        }
    }

    private static void closeUnused(AsyncResult<PeerLink> opened) {
        if (opened.succeeded()) {
            opened.result().close();
        }
    }

    private static String reason(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }

    void reading(boolean on) {
        link.ifPresent(open -> open.reading(on));
    }

    /** Whether the link brought enough to be worth another one. */
    boolean wasOfUse() {
        return link.filter(SeedLink::wasOfUse).isPresent();
    }

    /** Lets the link go; nothing is heard of it any more. One that is being made comes all the same. */
    void close() {
        link.ifPresent(SeedLink::close);
        link = Optional.empty();
    }

    /** Closes it for good. */
    void end() {
        isOver = true;
        close();
    }

    /** Hears what becomes of the connection, and what comes by it. Called on the torrent's loop. */
    interface Listener extends SeedLink.Listener {
        void onOpened();

        /** There can be no connection now. */
        void onUnreachable(String reason);

        /** There must not be one, now or later. */
        void onForbidden(String reason);
    }
}
