package io.spate.plugin.webseed;

import io.spate.api.Loop;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One request and its answer. Its callbacks run on whatever thread Vert.x gives the connection, and are passed to the torrent's
 * loop, where all else happens; chunks together, as many as came since the loop looked. Of the body no more is on the way than
 * {@link #WINDOW} chunks.
 */
final class Fetch {
    /** Chunks between the connection and the torrent's loop. */
    private static final int WINDOW = 32;

    private final Loop loop;
    private final Listener listener;
    private final Queue<byte[]> chunks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean announced = new AtomicBoolean();
    private volatile HttpClientResponse response;
    private int taken;
    private boolean held;
    private boolean abandoned;

    Fetch(Loop loop, Listener listener) {
        this.loop = loop;
        this.listener = listener;
    }

    void start(HttpClientConnection connection, RequestOptions options) {
        connection
                .request(options)
                .compose(request -> {
                    request.exceptionHandler(Fetch::ignore);
                    return request.send();
                })
                .compose(this::attach)
                .onFailure(failure -> onLoop(() -> listener.onFailure(this, failure)));
    }

    /** What goes wrong fails the futures; without a handler Vert.x would also log it as an error, which no server may cause. */
    static void ignore(Throwable known) {}

    private Future<Void> attach(HttpClientResponse answer) {
        answer.pause();
        answer.exceptionHandler(failure -> onLoop(() -> listener.onFailure(this, failure)));
        answer.handler(this::onChunk);
        answer.endHandler(end -> onLoop(() -> listener.onEnd(this)));
        response = answer;
        onLoop(() -> listener.onHead(this, answer));
        return Future.succeededFuture();
    }

    private void onLoop(Runnable news) {
        loop.execute(() -> {
            if (!abandoned) {
                news.run();
            }
        });
    }

    /** Lets the body come. */
    void read() {
        response.fetch(WINDOW);
    }

    private void onChunk(Buffer chunk) {
        chunks.add(chunk.getBytes());
        if (announced.compareAndSet(false, true)) {
            loop.execute(this::takeChunks);
        }
    }

    private void takeChunks() {
        announced.set(false); // first, as what comes from now on may be missed below
        byte[] chunk = chunks.poll();
        while (chunk != null && !abandoned) {
            taken++;
            listener.onBytes(this, chunk);
            chunk = chunks.poll();
        }
        goOn();
    }

    /** Stops the reading, but for what is on the way. */
    void hold() {
        held = true;
    }

    void resume() {
        held = false;
        goOn();
    }

    private void goOn() {
        if (!held && !abandoned && taken > 0) {
            response.fetch(taken);
            taken = 0;
        }
    }

    /** Nothing more is heard of it. */
    void abandon() {
        abandoned = true;
    }

    /** Hears what comes. Called on the torrent's loop. */
    interface Listener {
        void onHead(Fetch fetch, HttpClientResponse head);

        void onBytes(Fetch fetch, byte[] bytes);

        void onEnd(Fetch fetch);

        void onFailure(Fetch fetch, Throwable failure);
    }
}
