package io.spate.plugin.tracker;

import io.netty.buffer.Unpooled;
import io.spate.api.ErrorCode;
import io.spate.api.Loop;
import io.spate.api.SpateException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * One question to a UDP tracker: connects if there is no connection id, asks, and asks again when nothing comes, after
 * 15 s · 2ⁿ (BEP 15). Where a name has several addresses, each but the last gets one chance. Confined to the plugin's loop.
 */
final class UdpExchange<T> implements Exchange<T>, UdpConnection.Waiting {
    private final UdpAnnouncer announcer;
    private final Loop loop;
    private final TrackerUrl url;
    private final Deque<InetAddress> addresses;
    private final UdpQuestion<T> question;
    private final Promise<T> reply = Promise.promise();
    private Loop.Timer deadline = () -> {};
    private Loop.Timer silence = () -> {};
    private Optional<UdpConnection> connection = Optional.empty();
    private Optional<UdpTransactions.Transaction> transaction = Optional.empty();
    private int unanswered;
    private boolean newlyConnected;
    private boolean done;

    UdpExchange(UdpAnnouncer announcer, Target target, UdpQuestion<T> question) {
        this.announcer = announcer;
        this.loop = announcer.loop();
        this.url = target.url();
        this.addresses = new ArrayDeque<>(target.addresses());
        this.question = question;
    }

    UdpExchange<T> start(Duration timeout) {
        deadline = loop.schedule(timeout, () -> fail(ErrorCode.UNREACHABLE, "no answer within " + shown(timeout)));
        tryNextAddress();
        return this;
    }

    @Override
    public Future<T> reply() {
        return reply.future();
    }

    @Override
    public void cancel() {
        fail(ErrorCode.STOPPED, "announce cancelled");
    }

    private void tryNextAddress() {
        letGo();
        InetAddress address = addresses.removeFirst();
        Optional<String> refusal = announcer.guard().refuses(url, address);
        Optional<UdpConnection> found = announcer.connection(new InetSocketAddress(address, url.port()));
        if (refusal.isPresent()) {
            fail(ErrorCode.PROTOCOL, refusal.get());
        } else if (found.isEmpty()) {
            fail(ErrorCode.UNREACHABLE, "no UDP socket is open that reaches " + address.getHostAddress());
        } else {
            connection = found;
            unanswered = 0;
            ask();
        }
    }

    private void ask() {
        waitForAnswer();
        UdpConnection via = connection.orElseThrow();
        newlyConnected = via.id().isEmpty();
        if (newlyConnected) {
            via.await(this);
        } else {
            send(via.id().get());
        }
    }

    private void waitForAnswer() {
        silence.cancel();
        silence = loop.schedule(announcer.settings().patience(unanswered), this::onSilence);
    }

    /** The id may be what the tracker does not answer to any more, if it began anew: another is asked for. */
    private void onSilence() {
        unanswered++;
        connection.ifPresent(via -> {
            via.leave(this);
            via.forgetId();
        });
        if (!addresses.isEmpty()) {
            tryNextAddress();
        } else if (unanswered < announcer.settings().tries()) {
            ask();
        } else {
            fail(ErrorCode.UNREACHABLE, "no answer to " + unanswered + " datagrams");
        }
    }

    @Override
    public void onConnected(long id) {
        if (!done) {
            waitForAnswer();
            send(id);
        }
    }

    private void send(long id) {
        UdpPath path = connection.orElseThrow().path();
        UdpTransactions.Transaction asked =
                transaction.orElseGet(() -> announcer.transactions().open(path, question.action(), this::onReply));
        transaction = Optional.of(asked);
        byte[] packet = question.packet(id, asked.number(), path.remote().getAddress());
        announcer.send(path, Unpooled.wrappedBuffer(packet));
    }

    private void onReply(UdpReply answer) {
        Optional<Refusal> refusal = answer.refusal();
        if (refusal.isPresent() && !newlyConnected) {
            connection.orElseThrow().forgetId(); // may be all that it dislikes: it is older than this question
            ask();
        } else if (refusal.isPresent()) {
            connection.orElseThrow().forgetId();
            onRefused(refusal.get());
        } else {
            read(answer);
        }
    }

    private void read(UdpReply answer) {
        try {
            succeed(question.read(answer, connection.orElseThrow().path().family()));
        } catch (SpateException e) {
            onNonsense(e);
        }
    }

    @Override
    public void onRefused(Refusal refusal) {
        succeed(question.refused(refusal));
    }

    @Override
    public void onNonsense(SpateException fault) {
        end();
        reply.tryFail(fault);
    }

    private void succeed(T result) {
        end();
        reply.tryComplete(result);
    }

    private void fail(ErrorCode code, String message) {
        if (!done) {
            end();
            reply.tryFail(new SpateException(code, message));
        }
    }

    private void end() {
        done = true;
        deadline.cancel();
        letGo();
    }

    private void letGo() {
        silence.cancel();
        transaction.ifPresent(UdpTransactions.Transaction::close);
        transaction = Optional.empty();
        connection.ifPresent(via -> via.leave(this));
        connection = Optional.empty();
    }

    private static String shown(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
