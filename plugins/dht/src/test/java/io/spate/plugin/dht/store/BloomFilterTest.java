package io.spate.plugin.dht.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.spate.api.HostAndPort;
import io.spate.plugin.dht.Vectors;
import java.net.InetAddress;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class BloomFilterTest {
    @TestFactory
    Stream<DynamicTest> holdsTheVectors() {
        return Vectors.tests("bep33.json", "name", vector -> {
            BloomFilter filter = new BloomFilter();
            for (JsonNode range : vector.path("insert")) {
                addresses(range.asText()).forEach(filter::add);
            }
            assertThat(filter.toBytes()).isEqualTo(Vectors.bytes(vector, "filter_hex"));
            assertThat(filter.estimate()).isCloseTo(vector.path("estimate").asDouble(), within(0.001));
            BloomFilter united = new BloomFilter();
            united.add(filter.toBytes());
            assertThat(united.toBytes()).isEqualTo(filter.toBytes());
        });
    }

    @Test
    void knowsWhatWasAdded() {
        BloomFilter filter = new BloomFilter();
        filter.add(address("192.0.2.1"));

        assertThat(filter.mayContain(address("192.0.2.1"))).isTrue();
        assertThat(filter.mayContain(address("192.0.2.2"))).isFalse();
    }

    /** {@code prefix*a-b}: decimal for IPv4, hexadecimal for IPv6. */
    private static Stream<InetAddress> addresses(String range) {
        int star = range.indexOf('*');
        if (star < 0) {
            return Stream.of(address(range));
        }
        String prefix = range.substring(0, star);
        int radix = prefix.contains(":") ? 16 : 10;
        String[] ends = range.substring(star + 1).split("-");
        return IntStream.rangeClosed(Integer.parseInt(ends[0], radix), Integer.parseInt(ends[1], radix))
                .mapToObj(last -> address(prefix + Integer.toString(last, radix)));
    }

    private static InetAddress address(String ip) {
        return new HostAndPort(ip, 0).literal().orElseThrow();
    }
}
