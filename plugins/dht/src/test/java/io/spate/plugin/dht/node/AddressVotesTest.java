package io.spate.plugin.dht.node;

import static io.spate.plugin.dht.Addresses.ip;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AddressVotesTest {
    private final AddressVotes votes = new AddressVotes();

    @Test
    void electsWhatMostSay() {
        for (int n = 0; n < 5; n++) {
            assertThat(votes.vote(ip("20.0." + n + ".1"), ip("203.0.113.1"))).isFalse();
        }
        assertThat(votes.vote(ip("20.0.5.1"), ip("203.0.113.1"))).isTrue();
        assertThat(votes.elected()).contains(ip("203.0.113.1"));
        assertThat(votes.vote(ip("20.0.6.1"), ip("203.0.113.1"))).isFalse();
    }

    @Test
    void oneSubnetHasOneVote() {
        for (int n = 1; n < 50; n++) {
            votes.vote(ip("20.0.0." + n), ip("203.0.113.1"));
        }
        assertThat(votes.elected()).isEmpty();
    }

    @Test
    void aFewLiarsDoNotCount() {
        for (int n = 0; n < 40; n++) {
            boolean lies = n % 4 == 0;
            votes.vote(ip("20.0." + n + ".1"), ip(lies ? "198.51.100." + n : "203.0.113.1"));
        }
        assertThat(votes.elected()).contains(ip("203.0.113.1"));
    }

    @Test
    void changesWhenMostHaveChangedTheirMind() {
        for (int n = 0; n < 20; n++) {
            votes.vote(ip("20.0." + n + ".1"), ip("203.0.113.1"));
        }
        for (int n = 0; n < 10; n++) {
            votes.vote(ip("20.0." + n + ".1"), ip("203.0.113.2"));
        }
        assertThat(votes.elected()).contains(ip("203.0.113.1"));
        assertThat(votes.vote(ip("20.0.10.1"), ip("203.0.113.2"))).isTrue();
    }

    @Test
    void theLocalNetworkKnowsNothingOfTheInternet() {
        for (int n = 0; n < 20; n++) {
            votes.vote(ip("10.0." + n + ".1"), ip("203.0.113.1"));
            votes.vote(ip("20.0." + n + ".1"), ip("192.168.0.5"));
        }
        assertThat(votes.elected()).isEmpty();
    }
}
