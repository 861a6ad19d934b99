package io.spate.kernel.net;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.spate.api.net.ConnectRequest;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** Makes our ends of TLS connections. What is trusted is read once, on a thread that may block. Safe from any thread. */
final class TlsClients {
    private final VertxPlatform platform;
    private final Map<Boolean, Future<SslContext>> contexts = new ConcurrentHashMap<>();

    TlsClients(VertxPlatform platform) {
        this.platform = platform;
    }

    /** Completes on any thread. */
    Future<SslHandler> handler(ConnectRequest request, ConnectRequest.Tls tls) {
        return contexts.computeIfAbsent(
                        tls.validated(), validated -> platform.vertx().executeBlocking(() -> context(validated), false))
                .map(context -> {
                    SslHandler handler = context.newHandler(
                            platform.allocator(), tls.host(), request.server().getPort());
                    handler.setHandshakeTimeout(request.timeout().toMillis(), TimeUnit.MILLISECONDS);
                    return handler;
                });
    }

    private static SslContext context(boolean validated) throws SSLException {
        return validated
                ? SslContextBuilder.forClient()
                        .endpointIdentificationAlgorithm("HTTPS")
                        .build()
                : SslContextBuilder.forClient()
                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .endpointIdentificationAlgorithm(null)
                        .build();
    }
}
