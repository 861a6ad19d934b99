package io.spate.kernel.torrent;

import io.spate.api.Loop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;

/** Ways to wait for what must not hold a torrent up. None of these futures fails. */
record LoopFutures(Loop loop) {
    /** When it is over, however it went. */
    static Future<Void> settled(Future<?> any) {
        return any.<Void>mapEmpty().otherwiseEmpty();
    }

    /** When it is over, or patience is. */
    Future<Void> atMost(Duration patience, Future<Void> any) {
        Promise<Void> done = Promise.promise();
        Loop.Timer timer = loop.schedule(patience, done::tryComplete);
        any.onComplete(ended -> {
            timer.cancel();
            done.tryComplete();
        });
        return done.future();
    }

    /** When it is over, on the loop. */
    Future<Void> onLoop(Future<?> any) {
        Promise<Void> done = Promise.promise();
        any.onComplete(ended -> loop.execute(done::complete));
        return done.future();
    }
}
