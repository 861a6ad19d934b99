package io.spate.plugin.webseed;

import io.spate.api.Loop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
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

    /** Completes on any thread; fails with {@link Refused} if it must not be. */
    Future<SeedLink> connect(Resource resource) {
        SeedUrl url = resource.location();
        Promise<SeedLink> connected = Promise.promise();
        source.context()
                .network()
                .resolve(url.host())
                .onComplete(found -> loop.execute(() -> {
                    if (found.failed()) {
                        connected.fail(found.cause());
                        return;
                    }
                    List<InetAddress> addresses =
                            found.result().stream().limit(MAX_ADDRESSES).toList();
                    Optional<String> refusal = addresses.stream()
                            .flatMap(address -> refuses(resource, address).stream())
                            .findFirst();
                    if (refusal.isPresent()) {
                        connected.fail(new Refused(refusal.get()));
                    } else {
                        tryNext(resource, addresses, connected);
                    }
                }));
        return connected.future();
    }

    private Optional<String> refuses(Resource resource, InetAddress address) {
        return resource.isAtHome()
                ? guard.refuses(resource.location(), address)
                : home.flatMap(from -> guard.refusesRedirect(from, address));
    }

    private void tryNext(Resource resource, List<InetAddress> addresses, Promise<SeedLink> connected) {
        SeedUrl url = resource.location();
        InetAddress address = addresses.get(0);
        HttpConnectOptions options = new HttpConnectOptions()
                .setServer(SocketAddress.inetSocketAddress(url.port(), SeedLink.inBrackets(address.getHostAddress())))
                .setHost(SeedLink.inBrackets(url.host()))
                .setPort(url.port())
                .setSsl(url.isSecure());
        Future<SeedLink> connecting = source.client().connect(options).map(opened -> {
            opened.exceptionHandler(Fetch::ignore); // at once, or Vert.x logs what the server does
            return new SeedLink(url.origin(), opened, Vertx.currentContext());
        });
        connecting.onComplete(opened -> loop.execute(() -> {
            if (opened.succeeded()) {
                if (resource.isAtHome()) {
                    home = Optional.of(address);
                }
                connected.complete(opened.result());
            } else if (addresses.size() > 1) {
                tryNext(resource, addresses.subList(1, addresses.size()), connected);
            } else {
                connected.fail(opened.cause());
            }
        }));
    }

    /** It could be connected, but must not be: there is no use in trying again. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Refused(String reason) {
            super(reason, null, false, false);
        }
    }
}
