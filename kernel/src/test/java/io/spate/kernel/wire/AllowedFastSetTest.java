package io.spate.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.util.NetUtil;
import io.spate.api.InfoHash;
import io.spate.kernel.Vectors;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AllowedFastSetTest {
    static Stream<JsonNode> vectors() {
        return Vectors.cases("allowed-fast.json").stream();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void computesTheVectors(JsonNode vector) throws UnknownHostException {
        List<Integer> expected = new ArrayList<>();
        vector.get("pieces").forEach(piece -> expected.add(piece.asInt()));

        assertThat(AllowedFastSet.compute(
                        address(vector.get("ip").asText()),
                        InfoHash.ofHex(vector.get("info_hash_hex").asText()),
                        vector.get("num_pieces").asInt(),
                        vector.get("k").asInt()))
                .isEqualTo(expected);
    }

    @Test
    void allowsNothingOverIpv6() throws UnknownHostException {
        assertThat(AllowedFastSet.compute(address("2001:db8::1"), InfoHash.of(new byte[20]), 100, 10))
                .isEmpty();
    }

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(text));
    }
}
