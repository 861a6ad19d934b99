package io.spate.plugin.webseed;

import io.spate.api.Loop;
import io.spate.api.net.ConnectRequest;
import io.spate.api.net.PeerLink;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** Opens connections of one web seed to where its files are, and to nowhere else. Confined to the torrent's loop. */
final class SeedConnector {
    private static final int MAX_ADDRESSES = 3;

    private final WebSeedSource source;
    private final Loop loop;
    private final LocalGuard guard;

    /** Where the server of the torrent's own URL is, once it was asked. */
    private Optional<InetAddress> home = Optional.empty();

    SeedConnector(WebSeedSource source, Loop loop) {
        this.source = source;
        this.loop = loop;
        this.guard = new LocalGuard(source.settings().ssrfMitigation());
    }

    /** Completes on the loop; fails with {@link Refused} if it must not be. */
    Future<PeerLink> connect(Resource resource) {
        Promise<PeerLink> connected = Promise.promise();
        source.context()
                .network()
                .resolve(resource.location().host())
                .onComplete(found -> loop.execute(() -> {
                    if (found.failed()) {
                        connected.fail(found.cause());
                    } else {
                        connect(resource, found.result(), connected);
                    }
                }));
        return connected.future();
    }

    private void connect(Resource resource, List<InetAddress> found, Promise<PeerLink> connected) {
        List<InetAddress> addresses = found.stream().limit(MAX_ADDRESSES).toList();
        Optional<String> refusal = addresses.stream()
                .flatMap(address -> refuses(resource, address).stream())
                .findFirst();
        if (refusal.isPresent()) {
            connected.fail(new Refused(refusal.get()));
        } else {
            tryNext(resource, addresses, connected);
        }
    }

    private Optional<String> refuses(Resource resource, InetAddress address) {
        return resource.isAtHome()
                ? guard.refuses(resource.location(), address)
                : home.flatMap(from -> guard.refusesRedirect(from, address));
    }

    private void tryNext(Resource resource, List<InetAddress> addresses, Promise<PeerLink> connected) {
        InetAddress address = addresses.get(0);
        source.context()
                .network()
                .connect(request(resource.location(), address))
                .onComplete(opened -> {
                    if (opened.failed() && addresses.size() > 1) {
                        tryNext(resource, addresses.subList(1, addresses.size()), connected);
                        return;
                    }
                    if (opened.succeeded() && resource.isAtHome()) {
                        home = Optional.of(address);
                    }
                    connected.handle(opened);
                });
    }

    private ConnectRequest request(SeedUrl url, InetAddress address) {
        WebSeedSettings settings = source.settings();
        return new ConnectRequest(
                new InetSocketAddress(address, url.port()),
                loop,
                settings.idleTimeout(),
                url.isSecure()
                        ? Optional.of(new ConnectRequest.Tls(url.host(), settings.validateCertificates()))
                        : Optional.empty());
    }

    /** It could be connected, but must not be: there is no use in trying again. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Refused(String reason) {
            super(reason, null, false, false);
        }
    }
}
