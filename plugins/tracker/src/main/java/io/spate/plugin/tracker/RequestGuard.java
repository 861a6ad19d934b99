package io.spate.plugin.tracker;

import io.spate.api.net.AddressScope;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;

/** Keeps a torrent or a tracker from using us to reach services that only we can reach (server-side request forgery). */
final class RequestGuard {
    /** Parameters of ours; a URL that brings them wants to decide what we say. */
    private static final Set<String> OURS = Set.of(
            "info_hash", "peer_id", "port", "uploaded", "downloaded", "left", "corrupt", "redundant", "key", "event");

    private final boolean isOn;

    RequestGuard(boolean isOn) {
        this.isOn = isOn;
    }

    /** Why this URL of a torrent is not asked. */
    Optional<String> refuses(TrackerUrl url) {
        if (!isOn) {
            return Optional.empty();
        }
        for (String parameter : url.query().orElse("").split("&", -1)) {
            String name = parameter.substring(0, Math.max(0, parameter.indexOf('=')));
            if (OURS.contains(name)) {
                return Optional.of("query has the parameter " + name + ", which is ours to set (ssrf-mitigation)");
            }
        }
        return Optional.empty();
    }

    /** Why no request goes to this address. */
    Optional<String> refuses(TrackerUrl url, InetAddress address) {
        return isOn && isThisHost(address) && !isOfTrackers(url)
                ? Optional.of("path: " + url.path() + " on this host (expected: /announce..., ssrf-mitigation)")
                : Optional.empty();
    }

    /** The wildcard address is no place in the network, but whoever connects to it gets to the loopback. */
    private static boolean isThisHost(InetAddress address) {
        return address.isLoopbackAddress() || address.isAnyLocalAddress();
    }

    /** Over UDP without a path nothing is sent that a torrent could choose, but for the info-hash. */
    private static boolean isOfTrackers(TrackerUrl url) {
        return url.target().startsWith("/announce")
                || url.target().startsWith("/scrape")
                || url.isUdp() && url.target().equals("/");
    }

    /** Why a redirect is not followed. */
    Optional<String> refusesRedirect(InetAddress from, InetAddress to) {
        return isOn && AddressScope.of(from) == AddressScope.GLOBAL && AddressScope.of(to) != AddressScope.GLOBAL
                ? Optional.of("redirect from the internet to " + to.getHostAddress() + " (ssrf-mitigation)")
                : Optional.empty();
    }
}
