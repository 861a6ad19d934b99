package io.spate.plugin.dht.node;

import static io.spate.plugin.dht.Addresses.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.plugin.dht.krpc.NodeId;
import io.spate.plugin.dht.krpc.Reply;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpenQueriesTest {
    private static final InetSocketAddress NODE = at("192.0.2.1:6881");

    private final OpenQueries queries = new OpenQueries(new Random(1), Duration.ofSeconds(15));

    @Test
    void anAnswerMustComeFromWhereWeAsked() {
        byte[] t = open(0);
        assertThat(queries.close(reply(t), at("192.0.2.1:6882"), 10)).isEmpty();
        assertThat(queries.close(reply(new byte[] {1}), NODE, 10)).isEmpty();
        assertThat(queries.close(reply(t), NODE, 10).orElseThrow().tookMillis()).isEqualTo(10);
        assertThat(queries.close(reply(t), NODE, 10)).isEmpty();
    }

    @Test
    void numbersAreAtRandom() {
        Set<Integer> differences = new HashSet<>();
        int before = 0;
        for (int i = 0; i < 100; i++) {
            byte[] t = open(0);
            int number = (t[0] & 0xFF) << 8 | t[1] & 0xFF;
            differences.add(number - before);
            before = number;
        }
        assertThat(differences).hasSizeGreaterThan(90);
    }

    @Test
    void isSlowFirstAndThenOver() {
        open(0);
        long slowAt = queries.wakeAt();
        assertThat(slowAt).isBetween(250L, 2000L);
        assertThat(queries.takeSlow(slowAt)).hasSize(1);
        assertThat(queries.takeSlow(slowAt)).isEmpty();
        assertThat(queries.wakeAt()).isEqualTo(15_000);
        assertThat(queries.takeExpired(14_999)).isEmpty();
        assertThat(queries.takeExpired(15_000)).hasSize(1);
        assertThat(queries.wakeAt()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void learnsWhatIsSlowHere() {
        for (int i = 0; i < 50; i++) {
            queries.close(reply(open(0)), NODE, 20);
        }
        open(0);
        assertThat(queries.wakeAt()).isEqualTo(250);
    }

    @Test
    void opensOnlySoMany() {
        for (int i = 0; i < 4096; i++) {
            open(0);
        }
        assertThat(queries.open(NODE, Optional.empty(), silent(), 0)).isEmpty();
        assertThat(queries.takeAll()).hasSize(4096);
    }

    private byte[] open(long now) {
        return queries.open(NODE, Optional.empty(), silent(), now).orElseThrow();
    }

    private static Reply reply(byte[] transaction) {
        return Reply.to(transaction, NodeId.random(new Random(1))).build();
    }

    private static OpenQueries.Asker silent() {
        return new OpenQueries.Asker() {
            @Override
            public void onReply(Reply reply) {}

            @Override
            public void onTimeout() {}
        };
    }
}
