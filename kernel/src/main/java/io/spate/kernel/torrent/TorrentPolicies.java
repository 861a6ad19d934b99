package io.spate.kernel.torrent;

import io.spate.api.Loop;
import io.spate.api.PieceLayout;
import io.spate.api.policy.Choker;
import io.spate.api.policy.PiecePicker;
import io.spate.api.policy.TorrentChoker;
import io.spate.api.policy.TorrentPicker;
import io.spate.kernel.choker.TitForTat;
import io.spate.kernel.extension.ExtensionListener;
import io.spate.kernel.extension.Extensions;
import io.spate.kernel.extension.Handle;
import io.spate.kernel.extension.Registered;
import io.spate.kernel.picker.RarestFirst;
import io.spate.kernel.platform.Platform;
import io.spate.kernel.settings.PolicySettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.pf4j.ExtensionPoint;

/**
 * The picker and the choker of one torrent: those of the settings if they are loaded, else the kernel's own. When the plugin
 * of one that is in use stops, the torrent must begin anew with others. Confined to the torrent's loop.
 */
final class TorrentPolicies {
    private final Loop loop;
    private final Extensions extensions;
    private final PolicySettings settings;
    private final Platform platform;
    private final Supplier<Future<Void>> beginAnew;
    private final List<Handle> listening = new ArrayList<>();
    private final List<Registered<?>> inUse = new ArrayList<>();

    /** @param beginAnew called when one that is in use is taken away; completes when nothing of it is used any more */
    TorrentPolicies(
            Loop loop,
            Extensions extensions,
            PolicySettings settings,
            Platform platform,
            Supplier<Future<Void>> beginAnew) {
        this.loop = loop;
        this.extensions = extensions;
        this.settings = settings;
        this.platform = platform;
        this.beginAnew = beginAnew;
    }

    TorrentPicker openPicker(PieceLayout layout) {
        return named(PiecePicker.class, "PiecePicker.name", PiecePicker::name, settings.picker())
                .flatMap(chosen -> chosen.call(
                                "PiecePicker.open",
                                each -> Optional.of(each.open(layout, platform.newRandom())),
                                Optional.<TorrentPicker>empty())
                        .map(picker -> isKernels(chosen) ? picker : new GuardedPicker(chosen.guard(), picker)))
                .orElseGet(() -> new RarestFirst().open(layout, platform.newRandom()));
    }

    TorrentChoker openChoker(PieceLayout layout) {
        return named(Choker.class, "Choker.name", Choker::name, settings.choker())
                .flatMap(chosen -> chosen.call(
                                "Choker.open",
                                each -> Optional.of(each.open(layout, platform.newRandom())),
                                Optional.<TorrentChoker>empty())
                        .map(choker -> isKernels(chosen) ? choker : guarded(chosen, choker)))
                .orElseGet(() -> new TitForTat().open(layout, platform.newRandom()));
    }

    /** Watches what is in use. */
    void open() {
        listening.add(extensions.listen(PiecePicker.class, new Watch<>()));
        listening.add(extensions.listen(Choker.class, new Watch<>()));
    }

    void close() {
        listening.forEach(Handle::close);
        listening.clear();
        inUse.clear();
    }

    private <T extends ExtensionPoint> Optional<Registered<T>> named(
            Class<T> point, String doing, Function<T, String> name, String wanted) {
        Optional<Registered<T>> found = extensions.of(point).stream()
                .filter(each -> each.call(doing, name, "").equals(wanted))
                .findFirst();
        found.ifPresent(inUse::add);
        return found;
    }

    private static boolean isKernels(Registered<?> extension) {
        return extension.owner().equals(Extensions.KERNEL);
    }

    /** A choker that fails lets nobody in for a round. */
    private static TorrentChoker guarded(Registered<Choker> chosen, TorrentChoker choker) {
        return round -> chosen.guard().call("TorrentChoker.choose", () -> choker.choose(round), Set.of());
    }

    private final class Watch<T> implements ExtensionListener<T> {
        @Override
        public void onAdded(Registered<T> extension) {
            // What runs keeps what it has; the next start of the torrent finds it.
        }

        @Override
        public Future<Void> onRemoved(Registered<T> extension) {
            Promise<Void> done = Promise.promise();
            loop.execute(() -> {
                if (inUse.contains(extension)) {
                    beginAnew.get().onComplete(done);
                } else {
                    done.complete();
                }
            });
            return done.future();
        }
    }
}
