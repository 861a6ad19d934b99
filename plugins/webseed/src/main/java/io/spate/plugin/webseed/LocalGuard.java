package io.spate.plugin.webseed;

import io.spate.api.net.AddressScope;
import java.net.InetAddress;
import java.util.Optional;

/** Keeps a torrent or a server from using us to reach services that only we can reach (server-side request forgery). */
record LocalGuard(boolean isOn) {
    /** Why a torrent's URL is not asked at this address. */
    Optional<String> refuses(SeedUrl url, InetAddress address) {
        return isOn && !isGlobal(address) && !url.query().isEmpty()
                ? Optional.of("query at " + address.getHostAddress() + " in the local network (ssrf-mitigation)")
                : Optional.empty();
    }

    /** Why a redirect is not followed. */
    Optional<String> refusesRedirect(InetAddress from, InetAddress to) {
        return isOn && isGlobal(from) && !isGlobal(to)
                ? Optional.of("redirect from the internet to " + to.getHostAddress() + " (ssrf-mitigation)")
                : Optional.empty();
    }

    private static boolean isGlobal(InetAddress address) {
        return AddressScope.of(address) == AddressScope.GLOBAL;
    }
}
