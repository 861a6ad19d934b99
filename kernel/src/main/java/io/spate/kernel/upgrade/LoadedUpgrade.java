package io.spate.kernel.upgrade;

import io.netty.buffer.ByteBuf;
import io.spate.api.InfoHash;
import io.spate.api.Loop;
import io.spate.api.net.ConnectionUpgrade;
import io.spate.api.net.DialRequest;
import io.spate.api.net.DialWay;
import io.spate.api.net.PeerLink;
import io.spate.api.net.Recognition;
import io.spate.api.net.UpgradeRequest;
import io.spate.api.net.Upgraded;
import io.spate.kernel.extension.Registered;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** One upgrade and what it has in use: links that it works at, and links that pass through it. Safe for threads. */
public final class LoadedUpgrade {
    private final Registered<ConnectionUpgrade> extension;
    private final KeyedIndex torrents = new KeyedIndex(this::key);
    private final Set<PeerLink> upgrading = ConcurrentHashMap.newKeySet();
    private final Set<OwnedLink> links = ConcurrentHashMap.newKeySet();
    private volatile String name = "";
    private volatile boolean ended;

    /** Called under the registry's lock: asks the plugin nothing. */
    LoadedUpgrade(Registered<ConnectionUpgrade> extension) {
        this.extension = extension;
    }

    public String name() {
        if (name.isEmpty()) {
            name = extension.call("ConnectionUpgrade.name", ConnectionUpgrade::name, extension.owner());
        }
        return name;
    }

    boolean isOf(Registered<ConnectionUpgrade> other) {
        return extension == other;
    }

    /** Asks the plugin nothing, as {@link #onRemoved}. */
    void onAdded(InfoHash hash) {
        torrents.add(hash);
    }

    void onRemoved(InfoHash hash) {
        torrents.remove(hash);
    }

    private Optional<byte[]> key(InfoHash hash) {
        return extension.call("ConnectionUpgrade.key", each -> Optional.of(each.key(hash)), Optional.<byte[]>empty());
    }

    Recognition recognises(ByteBuf firstBytes) {
        return extension.call(
                "ConnectionUpgrade.recognises", each -> each.recognises(firstBytes.slice()), Recognition.NO);
    }

    /** A plugin that fails may have wanted to forbid it: then nothing is plain. */
    Optional<String> refusesPlain(PeerLink link) {
        return extension.call(
                "ConnectionUpgrade.refusesPlain",
                each -> each.refusesPlain(link),
                Optional.of("plugin " + extension.owner() + " failed"));
    }

    /** As with {@link #refusesPlain}. */
    List<DialWay> plan(DialRequest request) {
        return extension.call(
                "ConnectionUpgrade.plan", each -> List.copyOf(each.plan(request)), List.of(DialWay.UPGRADED));
    }

    public void onDialled(DialRequest request, DialWay way, boolean reached) {
        extension.run("ConnectionUpgrade.onDialled", each -> each.onDialled(request, way, reached));
    }

    /**
     * Has it take a link that it recognised. Called on the link's loop, where the future completes; if it fails, the link is
     * closed.
     *
     * @param early taken over
     */
    public Future<Upgraded> accept(PeerLink link, ByteBuf early, Duration atMost) {
        AtomicBoolean given = new AtomicBoolean();
        Future<Upgraded> accepted = work("ConnectionUpgrade.accept", link, atMost, each -> {
            given.set(true);
            return each.accept(link, early, torrents);
        });
        if (!given.get()) { // it was stopped since it recognised the link
            early.release();
        }
        return accepted;
    }

    /** Has it take a link that we opened. Called on the link's loop, where the future completes; if it fails, the link is closed. */
    public Future<Upgraded> upgrade(PeerLink link, UpgradeRequest request, Duration atMost) {
        return work("ConnectionUpgrade.upgrade", link, atMost, each -> each.upgrade(link, request));
    }

    /** Ends all that it has in use. Completes when that is done. */
    Future<Void> end() {
        ended = true;
        List<Future<Void>> ending = new ArrayList<>();
        upgrading.forEach(link -> ending.add(onLoop(link, link::close)));
        links.forEach(link -> ending.add(onLoop(link, () -> link.endNow(stopped()))));
        return Future.join(ending).mapEmpty();
    }

    private Future<Upgraded> work(
            String doing, PeerLink link, Duration atMost, Function<ConnectionUpgrade, Future<Upgraded>> call) {
        Promise<Upgraded> done = Promise.promise();
        upgrading.add(link);
        String late = "no " + name() + " handshake within " + atMost.toSeconds() + " s";
        Loop.Timer timeout = link.loop().schedule(atMost, () -> done.tryFail(late));
        done.future().onComplete(over -> {
            timeout.cancel();
            upgrading.remove(link);
            if (over.failed()) {
                link.close();
            }
        });
        if (ended) {
            done.fail(stopped());
            return done.future();
        }
        extension
                .call(doing, call, Future.<Upgraded>failedFuture("plugin " + extension.owner() + " failed"))
                .onComplete(result -> onWorked(link, result, done));
        return done.future();
    }

    /** On the link's loop by contract; whatever the plugin does, not elsewhere. */
    private void onWorked(PeerLink link, AsyncResult<Upgraded> result, Promise<Upgraded> done) {
        if (!link.loop().inLoop()) {
            link.loop().execute(() -> onWorked(link, result, done));
            return;
        }
        if (result.failed()) {
            done.tryFail(ended ? stopped() : String.valueOf(result.cause().getMessage()));
            return;
        }
        Upgraded upgraded = result.result();
        if (done.future().isComplete() || ended) {
            upgraded.early().release();
            upgraded.link().close();
            done.tryFail(stopped());
            return;
        }
        done.complete(upgraded.link() == link ? upgraded : owned(upgraded));
    }

    private Upgraded owned(Upgraded upgraded) {
        OwnedLink link = new OwnedLink(upgraded.link(), extension.guard(), links::remove);
        links.add(link);
        if (ended) { // since just now, and without this link
            link.end(stopped());
        }
        return new Upgraded(link, upgraded.early(), upgraded.torrent());
    }

    private String stopped() {
        return "plugin " + extension.owner() + " was stopped";
    }

    private static Future<Void> onLoop(PeerLink link, Runnable action) {
        Promise<Void> done = Promise.promise();
        link.loop().execute(() -> {
            action.run();
            done.complete();
        });
        return done.future();
    }
}
