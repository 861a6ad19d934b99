package io.spate.app;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import io.spate.api.session.AddTorrent;
import io.spate.api.session.Session;
import io.spate.api.session.TorrentHandle;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A session around the work of one verb: started, told about, and stopped in order however the verb ends. */
final class SessionRun implements AutoCloseable {
    /** Of the time that a stop may take, what is left after reading alerts and ending the process. */
    private static final Duration STOP = Duration.ofMillis(3000);

    private static final int UNREAD_ALERTS = 8192;

    private final App app;
    private final StopSignal.Deferral deferral;
    private final Session session;
    private final AlertPump pump;

    private SessionRun(App app, StopSignal.Deferral deferral, Session session, AlertPump pump) {
        this.app = app;
        this.deferral = deferral;
        this.session = session;
        this.pump = pump;
    }

    /** A session whose troubles are told as warnings. */
    static SessionRun start(App app, SessionRequest request, Output output, Troubles troubles) {
        return start(app, request, Troubles.CATEGORIES, alert -> troubles.onAlert(alert, output));
    }

    /** A session whose every alert is a line of JSON on standard output. */
    static SessionRun startWithJson(App app, SessionRequest request) {
        return start(app, request, EnumSet.allOf(AlertCategory.class), alert -> {
            app.out().println(app.engine().json(alert));
            app.out().flush();
        });
    }

    private static SessionRun start(
            App app, SessionRequest request, Set<AlertCategory> categories, Consumer<Alert> reader) {
        StopSignal.Deferral deferral = app.stop().defer();
        Future<Session> starting = app.engine().start(request);
        try {
            Session session = Await.result(starting, app.stop());
            AlertPump pump = new AlertPump(session.subscribe(categories, UNREAD_ALERTS), reader);
            return new SessionRun(app, deferral, session, pump);
        } catch (StoppedException e) {
            Await.within(stopped(starting), STOP);
            throw e;
        } catch (SpateException e) {
            deferral.close();
            throw e.code() == ErrorCode.STATE_FAILED ? withAdvice(e) : e;
        }
    }

    private static CompletableFuture<Void> stopped(Future<Session> starting) {
        return starting.compose(Session::stop).toCompletionStage().toCompletableFuture();
    }

    private static SpateException withAdvice(SpateException failure) {
        return new SpateException(
                failure.code(), failure.getMessage() + " (--state DIR names another folder)", failure);
    }

    Session session() {
        return session;
    }

    TorrentHandle add(AddTorrent torrent) {
        return Await.result(session.add(torrent), app.stop());
    }

    /** All that was asked for is done: a stop from here on ends with status 0. */
    void done() {
        deferral.done();
    }

    @Override
    public void close() {
        Await.within(session.stop().toCompletionStage().toCompletableFuture(), STOP);
        pump.close();
        deferral.close();
    }
}
