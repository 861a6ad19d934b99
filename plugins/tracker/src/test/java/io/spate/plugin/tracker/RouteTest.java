package io.spate.plugin.tracker;

import static java.net.StandardProtocolFamily.INET;
import static java.net.StandardProtocolFamily.INET6;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RouteTest {
    private static List<InetAddress> addresses(String... literals) {
        return Stream.of(literals).map(RouteTest::address).toList();
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static InetSocketAddress at(String host, int port) {
        return new InetSocketAddress(address(host), port);
    }

    @Test
    void goesOverEachFamilyThatBothHaveWithThePortOfThatFamily() {
        assertThat(Route.between(
                        List.of(at("0.0.0.0", 1), at("2001:db8::9", 2)),
                        addresses("2001:db8::1", "1.2.3.4", "1.2.3.5")))
                .containsExactly(
                        new Route(INET, addresses("1.2.3.4", "1.2.3.5"), 1),
                        new Route(INET6, addresses("2001:db8::1"), 2));
    }

    @Test
    void leavesOutAFamilyThatWeDoNotListenOn() {
        assertThat(Route.between(List.of(at("10.0.0.1", 7)), addresses("2001:db8::1", "1.2.3.4")))
                .containsExactly(new Route(INET, addresses("1.2.3.4"), 7));
    }

    @Test
    void takesTheIpv6WildcardForBoth() {
        assertThat(Route.between(List.of(at("::", 7)), addresses("1.2.3.4", "2001:db8::1")))
                .extracting(Route::family)
                .containsExactly(INET, INET6);
    }

    @Test
    void goesOverWhatThereIsRatherThanNotAtAll() {
        assertThat(Route.between(List.of(at("10.0.0.1", 7)), addresses("2001:db8::1")))
                .containsExactly(new Route(INET6, addresses("2001:db8::1"), 7));
    }

    @Test
    void announcesOnceAndNotWithPortZeroWhenNothingIsAccepted() {
        assertThat(Route.between(List.of(), addresses("1.2.3.4", "2001:db8::1")))
                .containsExactly(new Route(INET, addresses("1.2.3.4"), 1));
    }

    @Test
    void triesAFewAddressesEachOnce() {
        assertThat(Route.between(
                                List.of(at("0.0.0.0", 7)),
                                addresses("1.0.0.1", "1.0.0.1", "1.0.0.2", "1.0.0.3", "1.0.0.4"))
                        .get(0)
                        .addresses())
                .isEqualTo(addresses("1.0.0.1", "1.0.0.2", "1.0.0.3"));
    }

    @Test
    void isNotThereForATrackerWithoutAddresses() {
        assertThat(Route.between(List.of(at("0.0.0.0", 7)), List.of())).isEmpty();
    }
}
