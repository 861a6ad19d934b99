package io.spate.plugin.webseed;

import io.netty.buffer.ByteBuf;
import io.spate.api.Loop;
import io.spate.api.SpateException;
import io.spate.api.blocks.BlockSupply;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One web server of one torrent: books ranges, asks for them part by part over one connection, several requests ahead, and
 * delivers what comes. What fails is given back, and the server left alone for a while, or for good. Confined to the torrent's
 * loop.
 */
final class WebSeed implements BlockSupply.Receiver, SeedConnection.Listener {
    /** A server that has begun to send less than this may as well finish. */
    private static final long WORTH_ENDING = 1024 * 1024;

    private final TorrentSeeds torrent;
    private final WebSeedSettings settings;
    private final String text;
    private final SeedConnection connection;
    private final Requests requests;
    private final Bookings bookings;
    private final PartQueue parts;
    private final Pipelining pipelining;
    private final Silence silence;
    private final BackOff backOff;
    private boolean serves;
    private boolean withoutRanges;
    private boolean givenUp;

    /** The answer that is being read. */
    private Optional<Answer> answer = Optional.empty();

    WebSeed(TorrentSeeds torrent, String text, SeedLayout layout) {
        this.torrent = torrent;
        this.settings = torrent.source().settings();
        Loop loop = torrent.sink().loop();
        this.text = text;
        this.connection = new SeedConnection(new SeedConnector(torrent.source(), loop), loop, this);
        this.requests = new Requests(torrent.source().context().session().userAgent());
        this.pipelining = new Pipelining(settings.pipeline());
        this.silence = new Silence(loop, settings.idleTimeout(), this::onSilence);
        this.backOff = new BackOff(loop, settings);
        this.bookings = new Bookings(
                torrent.sink(), WebSeedAlerts.line(text), torrent.layout(), layout, settings.maxRequest(), this);
        this.parts = bookings.parts();
    }

    boolean isGivenUp() {
        return givenUp;
    }

    /** Whether it failed, and is left alone for a while. */
    boolean isWaiting() {
        return backOff.isWaiting();
    }

    /** Books, and asks for what is booked, as far as can be done now. */
    void pump() {
        if (givenUp || isWaiting() || connection.isOpening() || bookings.isHeld()) {
            return;
        }
        bookings.fill(depth());
        bookings.deliverPadding();
        if (!bookings.isHeld()) {
            parts.next().ifPresent(next -> goTo(next.resource().orElseThrow()));
        }
    }

    private int depth() {
        return withoutRanges ? 1 : settings.pipeline();
    }

    private void goTo(Resource resource) {
        Optional<SeedLink> there = connection.to(resource);
        if (there.isPresent()) {
            askForMore(there.get());
        } else if (parts.requests() == 0) {
            closeLink();
            connection.open(resource);
        }
    }

    @Override
    public void onOpened() {
        pipelining.onOpened();
        pump();
    }

    @Override
    public void onUnreachable(String reason) {
        fail(reason);
    }

    @Override
    public void onForbidden(String reason) {
        giveUp(reason);
    }

    private void askForMore(SeedLink open) {
        Optional<Slice> next = parts.next();
        while (next.isPresent() && mayAsk(open, next.get())) {
            if (parts.requests() == 0) {
                silence.begin();
            }
            parts.onAsked();
            pipelining.onAsked();
            open.ask(requests.of(next.get(), !withoutRanges));
            next = parts.next();
        }
    }

    private boolean mayAsk(SeedLink open, Slice next) {
        return parts.requests() < depth()
                && pipelining.mayAsk()
                && open.leadsTo(next.resource().orElseThrow().location());
    }

    // What the server answers

    @Override
    public void onHead(ResponseHead head) throws HttpFault {
        silence.onHeard();
        Slice asked = bookings.toAnswered().slice();
        boolean isLast = !head.keepsConnection();
        pipelining.onHead(isLast);
        Verdict verdict = Verdict.of(head, asked, !withoutRanges, now());
        if (verdict instanceof Verdict.Right right) {
            answer = Optional.of(Answer.ofData(isLast, right.andMore()));
            onServed(asked.resource().orElseThrow());
            pump(); // as requests may be sent ahead now
        } else if (verdict instanceof Verdict.Busy) {
            answer = Optional.of(Answer.ofRefusal(isLast));
        } else {
            onRefused(verdict, asked.resource().orElseThrow());
        }
    }

    private Instant now() {
        return torrent.source().context().clock().instant();
    }

    private void onServed(Resource resource) {
        resource.onAnswered();
        if (!serves) {
            serves = true;
            torrent.alerts().serves(text);
        }
    }

    private void onRefused(Verdict verdict, Resource resource) {
        if (verdict instanceof Verdict.WithoutRanges) {
            withoutRanges = true;
            startAnew();
        } else if (verdict instanceof Verdict.Moved moved) {
            redirect(resource, moved.location());
        } else if (verdict instanceof Verdict.Missing missing) {
            onMissing(resource, missing.what());
        } else if (verdict instanceof Verdict.Failed failed) {
            fail(failed.reason(), failed.retryAfter());
        } else if (verdict instanceof Verdict.Unfit unfit) {
            giveUp(unfit.reason());
        }
    }

    private void redirect(Resource resource, String location) {
        try {
            int redirects = resource.moveTo(resource.location().resolve(location));
            if (redirects > settings.maxRedirects()) {
                resource.forgetRedirects();
                fail("redirects: " + redirects + " (expected: at most " + settings.maxRedirects() + ")");
                return;
            }
            startAnew();
        } catch (SpateException e) {
            fail("redirect: " + e.getMessage());
        }
    }

    /** The other files it may have. */
    private void onMissing(Resource resource, String what) {
        if (!bookings.lacks(resource)) {
            giveUp(what);
            return;
        }
        torrent.alerts().failed(text, what, Optional.of(Duration.ZERO));
        giveBack();
        pump();
    }

    @Override
    public void onBody(ByteBuf bytes) {
        try {
            silence.onHeard();
            Optional<StringBuilder> refusal = answer.flatMap(Answer::refusal);
            if (refusal.isEmpty()) {
                deliverParts(bytes);
            } else if (!Answer.read(bytes, refusal.get())) {
                onBusy(answer.get()); // not at its end, which may never come
            }
        } finally {
            bytes.release();
        }
    }

    private void deliverParts(ByteBuf bytes) {
        while (bytes.isReadable() && answer.isPresent()) {
            Part part = parts.first().orElseThrow();
            if (part.left() > 0) {
                bookings.deliver(part, bytes);
                if (bookings.isHeld()) {
                    connection.reading(false);
                }
            } else if (answer.get().andMore() && !part.slice().isAtEnd()) {
                readOn(part.slice());
            } else {
                giveUp("sends more than it was asked for");
            }
        }
    }

    /** The server sends the rest of the file, whether we want it or not: it is of use as long as all of it is wanted. */
    private void readOn(Slice done) {
        if (parts.due() == 0) {
            bookings.book();
        }
        Optional<Slice> next = parts.next();
        if (next.isEmpty()) {
            giveBack();
        } else if (next.get().follows(done)) {
            backOff.onServed();
            parts.removeFirst();
            parts.onAsked();
        } else {
            giveUp("sends whole files only, of which some parts are there already");
        }
    }

    @Override
    public void onEnd() {
        Answer ended = answer.orElseThrow();
        long missing = parts.first().orElseThrow().left();
        if (ended.refusal().isPresent()) {
            onBusy(ended);
        } else if (missing == 0) {
            onPart(ended);
        } else {
            fail("sends " + missing + " bytes less than it was asked for");
        }
    }

    private void onBusy(Answer refused) {
        fail("HTTP status: " + Verdict.UNAVAILABLE, refused.retryAfter(now()));
    }

    private void onPart(Answer ended) {
        answer = Optional.empty();
        parts.removeFirst();
        pipelining.onAnswered();
        backOff.onServed();
        if (parts.requests() == 0) {
            silence.end();
        }
        if (ended.isLast()) {
            startAnew();
        } else {
            pump();
        }
    }

    @Override
    public void onClosed(String why) {
        if (parts.requests() == 0) {
            connection.close();
        } else {
            onLost(why);
        }
    }

    /**
     * No server has to keep a connection for ever, and one that closes it with a request unread takes back answers that are on
     * their way. So what is missing is asked for again at once, without blame, if requests had been sent ahead, or if the
     * connection was of use.
     */
    private void onLost(String why) {
        boolean wasAhead = pipelining.onLost();
        if (!wasAhead && !connection.wasOfUse()) {
            fail(why);
        } else if (answer.isPresent()
                && (withoutRanges || !parts.first().orElseThrow().slice().isRanged())) {
            giveBack(); // as there is no way to ask for the rest of it
            pump();
        } else {
            startAnew();
        }
    }

    @Override
    public void onFault(String reason) {
        fail(reason);
    }

    private void onSilence() {
        if (bookings.isHeld()) {
            silence.begin(); // it is we who do not listen
        } else {
            fail("silent for " + settings.idleTimeout().toMillis() + " ms");
        }
    }

    // What the kernel says

    @Override
    public void onRoom() {
        bookings.onRoom();
        silence.onHeard();
        connection.reading(true);
        pump();
    }

    @Override
    public void onNotNeeded() {
        if (parts.left() > WORTH_ENDING) {
            giveBack();
            pump();
        }
    }

    @Override
    public void onPieceFailed(int piece, boolean isToBlame) {
        if (isToBlame) {
            giveUp("sent bad data in piece " + piece);
        }
    }

    // How it ends

    /** What was asked for and did not come is asked for once more, over another connection; what is booked stays booked. */
    private void startAnew() {
        closeLink();
        bookings.takeBack();
        pump();
    }

    private void fail(String reason) {
        fail(reason, Optional.empty());
    }

    private void fail(String reason, Optional<Duration> retryAfter) {
        serves = false;
        if (backOff.onFailed()) {
            giveUp(reason);
            return;
        }
        giveBack();
        Duration wait = backOff.begin(retryAfter, torrent::onWork);
        torrent.alerts().failed(text, reason, Optional.of(wait));
    }

    private void giveUp(String reason) {
        if (!givenUp) {
            close();
            torrent.alerts().failed(text, reason, Optional.empty());
            torrent.onWork(); // another takes its place
        }
    }

    private void giveBack() {
        closeLink();
        bookings.giveBack();
    }

    private void closeLink() {
        silence.end();
        answer = Optional.empty();
        connection.close();
    }

    /** Ends it for good. */
    void close() {
        givenUp = true;
        backOff.end();
        closeLink();
        connection.end();
        bookings.close();
    }
}
