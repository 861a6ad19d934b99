package io.spate.plugin.dht.routing;

import static io.spate.plugin.dht.Addresses.ip;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AddressRulesTest {
    @Test
    void theInternetNamesNobodyInOurOwnNetwork() {
        assertThat(AddressRules.mayName(ip("8.8.8.8"), ip("127.0.0.1"))).isFalse();
        assertThat(AddressRules.mayName(ip("8.8.8.8"), ip("192.168.1.1"))).isFalse();
        assertThat(AddressRules.mayName(ip("192.168.1.5"), ip("127.0.0.1"))).isFalse();
        assertThat(AddressRules.mayName(ip("192.168.1.5"), ip("192.168.1.1"))).isTrue();
        assertThat(AddressRules.mayName(ip("127.0.0.1"), ip("127.0.0.1"))).isTrue();
        assertThat(AddressRules.mayName(ip("127.0.0.1"), ip("8.8.8.8"))).isTrue();
        assertThat(AddressRules.mayName(ip("2001:db8::1"), ip("fd00::1"))).isFalse();
    }

    @Test
    void oneOwnerIsASubnet() {
        assertThat(AddressRules.subnet(ip("192.0.2.1"))).isEqualTo(AddressRules.subnet(ip("192.0.2.200")));
        assertThat(AddressRules.subnet(ip("192.0.2.1"))).isNotEqualTo(AddressRules.subnet(ip("192.0.3.1")));
        assertThat(AddressRules.subnet(ip("2001:db8:1:2::1")))
                .isEqualTo(AddressRules.subnet(ip("2001:db8:1:2:ffff::")));
        assertThat(AddressRules.subnet(ip("2001:db8:1:2::1"))).isNotEqualTo(AddressRules.subnet(ip("2001:db8:1:3::1")));
    }
}
