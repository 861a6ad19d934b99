package io.spate.app;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Fetches a torrent file over HTTP, within bounds of size and time. */
final class TorrentFetch {
    private static final int MAX_BYTES = 10 << 20;
    private static final Duration CONNECT = Duration.ofSeconds(15);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    byte[] fetch(String address) {
        try {
            HttpResponse<InputStream> response =
                    client().send(request(address), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw failure(address, "HTTP status " + response.statusCode() + " (expected: 200)");
                }
                byte[] bytes = body.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw failure(address, "more than " + MAX_BYTES + " bytes (expected: a torrent file)");
                }
                return bytes;
            }
        } catch (IOException e) {
            throw failure(address, e.getMessage() == null ? "no answer" : e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        }
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    private static HttpRequest request(String address) {
        try {
            return HttpRequest.newBuilder(URI.create(address)).timeout(ANSWER).build();
        } catch (IllegalArgumentException e) {
            throw failure(address, "not an address (" + e.getMessage() + ")");
        }
    }

    private static SpateException failure(String address, String why) {
        return new SpateException(ErrorCode.UNREACHABLE, address + ": " + why);
    }
}
