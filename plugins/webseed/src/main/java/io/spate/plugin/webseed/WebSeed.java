package io.spate.plugin.webseed;

import io.netty.buffer.Unpooled;
import io.spate.api.Bitfield;
import io.spate.api.Loop;
import io.spate.api.SpateException;
import io.spate.api.blocks.BlockRange;
import io.spate.api.blocks.BlockSupply;
import io.vertx.core.AsyncResult;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * One web server of one torrent: books ranges, asks for them part by part over one connection, several requests ahead, and
 * delivers what comes. What fails is given back, and the server left alone for a while, or for good. Confined to the torrent's
 * loop.
 */
final class WebSeed implements BlockSupply.Receiver, Fetch.Listener {
    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;
    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int UNAVAILABLE = 503;

    /** A server that has begun to send less than this may as well finish. */
    private static final long WORTH_ENDING = 1024 * 1024;

    private static final int MOST_PADDING = 64 * 1024;
    private static final int MOST_SECONDS_TEXT = 20;

    private final TorrentSeeds torrent;
    private final WebSeedSettings settings;
    private final Loop loop;
    private final String text;
    private final SeedLayout layout;
    private final SeedConnector connector;
    private final BlockSupply supply;
    private final Bitfield pieces;
    private final Deque<Part> parts = new ArrayDeque<>();
    private final Pipelining pipelining;
    private Optional<SeedLink> link = Optional.empty();
    private Loop.Timer retry = () -> {};
    private Loop.Timer silence = () -> {};
    private long lastHeard;
    private int failures;
    private int asked;
    private boolean connecting;
    private boolean waiting;
    private boolean held;
    private boolean serves;

    /** Whether the first part is being answered. */
    private boolean coming;

    private boolean withoutRanges;
    private boolean givenUp;
    /** Reads on after the part, since the server sends all of the file. */
    private boolean streaming;
    /** The body of a refusal that may say when to come again (BEP 17). */
    private Optional<StringBuilder> refusal = Optional.empty();

    WebSeed(TorrentSeeds torrent, String text, SeedLayout layout) {
        this.torrent = torrent;
        this.settings = torrent.source().settings();
        this.loop = torrent.sink().loop();
        this.text = text;
        this.layout = layout;
        this.connector = new SeedConnector(torrent.source(), loop);
        this.pipelining = new Pipelining(settings.pipeline());
        this.pieces = new Bitfield(torrent.layout().pieceCount());
        for (int piece = 0; piece < pieces.size(); piece++) {
            pieces.set(piece);
        }
        this.supply = torrent.sink().supply(WebSeedAlerts.line(text), pieces, this);
    }

    boolean isGivenUp() {
        return givenUp;
    }

    /** Whether it failed, and is left alone for a while. */
    boolean isWaiting() {
        return waiting;
    }

    /** Books, and asks for what is booked, as far as can be done now. */
    void pump() {
        if (isBlocked()) {
            return;
        }
        book();
        deliverPadding();
        turnToFirst();
        if (!isBlocked()) { // as what the first answer says may have changed
            Optional<Part> next = parts.stream().filter(Part::isToAsk).findFirst();
            next.ifPresent(part -> goTo(part.slice().resource().orElseThrow()));
        }
    }

    private boolean isBlocked() {
        return givenUp || waiting || connecting || held;
    }

    private int depth() {
        return withoutRanges ? 1 : settings.pipeline();
    }

    private void book() {
        while (parts.stream().filter(Part::isToAsk).count() + asked < depth()) {
            Optional<BlockRange> range = supply.book(settings.maxRequest());
            if (range.isEmpty()) {
                return;
            }
            layout.slices(range.get()).forEach(slice -> parts.add(new Part(slice)));
        }
    }

    private void deliverPadding() {
        while (!parts.isEmpty() && !held && parts.peekFirst().slice().isPadding()) {
            Part part = parts.peekFirst();
            int length = (int) Math.min(MOST_PADDING, part.left());
            part.onCome(length);
            if (part.left() == 0) {
                parts.removeFirst();
            }
            held = !supply.deliver(Unpooled.wrappedBuffer(new byte[length]));
        }
    }

    private void goTo(Resource resource) {
        boolean isThere = link.filter(open -> open.leadsTo(resource.location())).isPresent();
        if (isThere) {
            askForMore();
        } else if (asked == 0) {
            closeLink();
            connect(resource);
        }
    }

    private void connect(Resource resource) {
        connecting = true;
        connector
                .connect(resource)
                .onComplete(connected -> loop.execute(() -> {
                    connecting = false;
                    if (givenUp) {
                        closeUnused(connected);
                    } else if (connected.succeeded()) {
                        use(connected.result());
                    } else if (connected.cause() instanceof SeedConnector.Refused refused) {
                        giveUp(refused.getMessage());
                    } else {
                        fail(reason(connected.cause()), Optional.empty());
                    }
                }));
    }

    private static void closeUnused(AsyncResult<SeedLink> connected) {
        if (connected.succeeded()) {
            connected.result().close();
        }
    }

    private void use(SeedLink opened) {
        link = Optional.of(opened);
        pipelining.onOpened();
        opened.whenClosed(() -> loop.execute(() -> {
            if (asked == 0 && link.filter(now -> now == opened).isPresent()) {
                link = Optional.empty();
            }
        }));
        pump();
    }

    private void askForMore() {
        SeedLink open = link.orElseThrow();
        for (Part part : parts) {
            if (asked >= depth() || !pipelining.mayAsk()) {
                return;
            }
            if (part.isToAsk()) {
                if (!open.leadsTo(part.slice().resource().orElseThrow().location())) {
                    return;
                }
                ask(open, part);
            }
        }
    }

    private void ask(SeedLink open, Part part) {
        pipelining.onAsked();
        if (asked++ == 0) {
            lastHeard = loop.nanoTime();
            watch();
        }
        part.broughtBy(open.ask(
                part.slice(),
                !withoutRanges,
                torrent.source().context().session().userAgent(),
                loop,
                this));
    }

    /** Gives up a server that says nothing for too long, unless it is we who do not listen. */
    private void watch() {
        silence.cancel();
        Duration left = settings.idleTimeout().minusNanos(loop.nanoTime() - lastHeard);
        if (left.isNegative() || left.isZero()) {
            fail("silent for " + settings.idleTimeout().toMillis() + " ms", Optional.empty());
            return;
        }
        silence = loop.schedule(left, () -> {
            if (held) {
                lastHeard = loop.nanoTime();
            }
            if (asked > 0) {
                watch();
            }
        });
    }

    // What the server answers

    @Override
    public void onHead(Fetch fetch, HttpClientResponse head) {
        part(fetch).ifPresent(part -> {
            part.onHead(head);
            turnToFirst();
        });
    }

    private Optional<Part> part(Fetch fetch) {
        return parts.stream().filter(part -> part.isBroughtBy(fetch)).findFirst();
    }

    /** Answers are read one after the other, though some may have come before their turn. */
    private void turnToFirst() {
        Optional<Part> first = parts.stream().findFirst().filter(part -> !coming);
        Optional<Throwable> failure = first.flatMap(Part::failure);
        if (failure.isPresent()) {
            onLost(failure.get());
        } else {
            first.ifPresent(
                    part -> part.head().ifPresent(head -> answer(part.fetch().orElseThrow(), head)));
        }
    }

    private void answer(Fetch fetch, HttpClientResponse head) {
        lastHeard = loop.nanoTime();
        coming = true;
        pipelining.onHead(isLast(head));
        Slice slice = parts.peekFirst().slice();
        int status = head.statusCode();
        String location = head.getHeader("Location");
        if (location != null && (status == 301 || status == 302 || status == 303 || status == 307 || status == 308)) {
            redirect(slice.resource().orElseThrow(), location);
        } else if (status == PARTIAL_CONTENT && slice.isRanged()) {
            onPartial(fetch, slice, head);
        } else if (status == OK) {
            onWhole(fetch, slice, head);
        } else if (status == NOT_FOUND || status == GONE) {
            onMissing(slice.resource().orElseThrow(), status);
        } else if (status == RANGE_NOT_SATISFIABLE) {
            giveUp("HTTP status: 416 (expected: a file of "
                    + slice.resource().orElseThrow().length() + " bytes)");
        } else if (status == UNAVAILABLE && !slice.isRanged() && head.getHeader("Retry-After") == null) {
            refusal = Optional.of(new StringBuilder());
            fetch.read();
        } else {
            fail("HTTP status: " + status + " (expected: 206)", retryAfter(head));
        }
    }

    /** Whether no other answer follows on the connection. */
    private static boolean isLast(HttpClientResponse head) {
        String connection = head.getHeader("Connection");
        return head.version() == HttpVersion.HTTP_1_0
                ? !"keep-alive".equalsIgnoreCase(connection)
                : "close".equalsIgnoreCase(connection);
    }

    private Optional<Duration> retryAfter(HttpClientResponse head) {
        return Optional.ofNullable(head.getHeader("Retry-After"))
                .flatMap(value -> RetryAfter.parse(
                        value, torrent.source().context().clock().instant()));
    }

    private void redirect(Resource resource, String location) {
        try {
            int redirects = resource.moveTo(resource.location().resolve(location));
            if (redirects > settings.maxRedirects()) {
                resource.forgetRedirects();
                fail(
                        "redirects: " + redirects + " (expected: at most " + settings.maxRedirects() + ")",
                        Optional.empty());
                return;
            }
            startAnew();
        } catch (SpateException e) {
            fail("redirect: " + e.getMessage(), Optional.empty());
        }
    }

    /** What was asked for and did not come is asked for once more, over another connection; what is booked stays booked. */
    private void startAnew() {
        Deque<Part> again = new ArrayDeque<>();
        parts.forEach(part -> again.add(part.fetch().isPresent() ? part.again() : part));
        abandonAll();
        parts.addAll(again);
        pump();
    }

    private void onPartial(Fetch fetch, Slice slice, HttpClientResponse head) {
        String header = head.getHeader("Content-Range");
        Optional<ContentRange> range = header == null ? Optional.empty() : ContentRange.parse(header);
        Optional<String> problem = range.map(given -> given.problem(slice))
                .orElse(Optional.of("Content-Range: " + header + " (expected: " + slice.range() + ")"));
        if (problem.isPresent()) {
            giveUp(problem.get());
        } else {
            read(fetch, slice);
        }
    }

    private void onWhole(Fetch fetch, Slice slice, HttpClientResponse head) {
        if (!slice.isRanged() || slice.isWhole()) {
            read(fetch, slice);
            return;
        }
        String length = head.getHeader("Content-Length");
        long expected = slice.resource().orElseThrow().length();
        if (length != null && !length.equals(Long.toString(expected))) {
            giveUp("length of the file: " + length + " (expected: " + expected + ")");
        } else if (slice.offset() != 0) {
            giveUp("sends whole files only (HTTP status: 200, expected: 206)");
        } else if (!withoutRanges) {
            withoutRanges = true;
            startAnew();
        } else {
            streaming = true;
            read(fetch, slice);
        }
    }

    private void read(Fetch fetch, Slice slice) {
        slice.resource().orElseThrow().onAnswered();
        if (!serves) {
            serves = true;
            torrent.alerts().serves(text);
        }
        fetch.read();
    }

    /** The other files it may have. */
    private void onMissing(Resource resource, int status) {
        for (int piece = resource.firstPiece(); piece <= resource.lastPiece(); piece++) {
            pieces.clear(piece);
            supply.lacks(piece);
        }
        String what = "HTTP status: " + status + " for " + resource.location().path();
        if (pieces.count() == 0) {
            giveUp(what);
            return;
        }
        torrent.alerts().failed(text, what, Optional.of(Duration.ZERO));
        giveBack();
        pump();
    }

    @Override
    public void onBytes(Fetch fetch, byte[] bytes) {
        lastHeard = loop.nanoTime();
        if (refusal.isPresent()) {
            String more = new String(bytes, StandardCharsets.ISO_8859_1);
            refusal.get().append(more, 0, Math.min(more.length(), MOST_SECONDS_TEXT));
            return;
        }
        int at = 0;
        while (at < bytes.length && !parts.isEmpty() && parts.peekFirst().isBroughtBy(fetch)) {
            Part part = parts.peekFirst();
            int count = (int) Math.min(part.left(), bytes.length - at);
            part.onCome(count);
            link.ifPresent(open -> open.onCome(count));
            if (!supply.deliver(Unpooled.wrappedBuffer(bytes, at, count))) {
                held = true;
                fetch.hold();
            }
            at += count;
            if (part.left() == 0) {
                onPart(fetch);
            }
        }
        if (at < bytes.length && !givenUp && !streaming) {
            giveUp("sends more than it was asked for");
        }
    }

    private void onPart(Fetch fetch) {
        Part done = parts.removeFirst();
        failures = 0;
        coming = streaming;
        if (streaming) {
            readOn(fetch, done.slice());
            return;
        }
        onAnswered();
        pump();
    }

    private void onAnswered() {
        asked--;
        pipelining.onAnswered();
        link.ifPresent(SeedLink::onWhole);
    }

    /** The server sends the rest of the file, whether we want it or not: it is of use as long as all of it is wanted. */
    private void readOn(Fetch fetch, Slice done) {
        if (done.offset() + done.length() == done.resource().orElseThrow().length()) {
            streaming = false;
            onAnswered();
            pump();
            return;
        }
        if (parts.isEmpty()) {
            supply.book(settings.maxRequest())
                    .ifPresent(range -> layout.slices(range).forEach(slice -> parts.add(new Part(slice))));
        }
        if (parts.isEmpty()) {
            giveBack();
        } else if (parts.peekFirst().slice().follows(done)) {
            parts.peekFirst().broughtBy(fetch);
        } else {
            giveUp("sends whole files only, of which some parts are there already");
        }
    }

    @Override
    public void onEnd(Fetch fetch) {
        if (refusal.isPresent()) {
            Optional<Duration> wait = RetryAfter.parse(
                    refusal.get().toString(), torrent.source().context().clock().instant());
            fail("HTTP status: " + UNAVAILABLE, wait);
        } else if (!parts.isEmpty() && parts.peekFirst().isBroughtBy(fetch)) {
            fail("sends " + parts.peekFirst().left() + " bytes less than it was asked for", Optional.empty());
        }
    }

    @Override
    public void onFailure(Fetch fetch, Throwable failure) {
        part(fetch).ifPresent(part -> {
            part.onFailure(failure);
            if (part == parts.peekFirst()) {
                onLost(failure);
            }
        });
    }

    /**
     * No server has to keep a connection for ever, and one that closes it with a request unread takes back answers that are on
     * their way. So what is missing is asked for again at once, without blame, if requests had been sent ahead, or if the
     * connection was of use.
     */
    private void onLost(Throwable failure) {
        boolean wasAhead = pipelining.onLost();
        if (!wasAhead && !link.filter(SeedLink::wasOfUse).isPresent()) {
            fail(reason(failure), Optional.empty());
        } else if (coming && (withoutRanges || !parts.getFirst().slice().isRanged())) {
            giveBack();
            pump();
        } else {
            startAnew();
        }
    }

    private static String reason(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }

    // What the kernel says

    @Override
    public void onRoom() {
        held = false;
        lastHeard = loop.nanoTime();
        parts.stream().findFirst().flatMap(Part::fetch).ifPresent(Fetch::resume);
        pump();
    }

    @Override
    public void onNotNeeded() {
        if (parts.stream().mapToLong(Part::left).sum() > WORTH_ENDING) {
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

    private void fail(String reason, Optional<Duration> retryAfter) {
        failures++;
        serves = false;
        if (failures >= settings.maxFailures()) {
            giveUp(reason);
            return;
        }
        giveBack();
        Duration wait = retryAfter.orElse(settings.backOff(failures));
        torrent.alerts().failed(text, reason, Optional.of(wait));
        waiting = true;
        retry = loop.schedule(wait, () -> {
            waiting = false;
            torrent.onWork();
        });
    }

    private void giveUp(String reason) {
        if (!givenUp) {
            close();
            supply.close();
            torrent.alerts().failed(text, reason, Optional.empty());
            torrent.onWork(); // another takes its place
        }
    }

    private void giveBack() {
        abandonAll();
        supply.giveBack();
    }

    private void abandonAll() {
        silence.cancel();
        parts.forEach(part -> part.fetch().ifPresent(Fetch::abandon));
        parts.clear();
        asked = 0;
        held = false;
        streaming = false;
        coming = false;
        refusal = Optional.empty();
        closeLink();
    }

    private void closeLink() {
        link.ifPresent(SeedLink::close);
        link = Optional.empty();
    }

    /** Ends it for good. */
    void close() {
        givenUp = true;
        retry.cancel();
        abandonAll();
    }
}
