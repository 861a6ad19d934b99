package io.spate.plugin.encryption;

import static io.spate.api.net.DialWay.PLAIN;
import static io.spate.api.net.DialWay.UPGRADED;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.spate.api.PeerAddress;
import io.spate.api.bencode.BencodeInteger;
import io.spate.api.encryption.EncryptionAgreed;
import io.spate.api.encryption.LinkEncryption.Acceptance;
import io.spate.api.net.DialRequest;
import io.spate.api.net.LinkTag;
import io.spate.api.net.Recognition;
import io.spate.api.net.UpgradeRequest;
import io.spate.api.net.Upgraded;
import io.spate.api.peer.PeerTrait;
import io.spate.testkit.ConnectionUpgradeContract;
import io.spate.testkit.FakePluginContext;
import io.spate.testkit.FakeTorrent;
import io.spate.testkit.LinkPair;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncryptionTest {
    private static final PeerAddress PEER = new PeerAddress(PeerAddress.IP, "192.0.2.9", 6881);

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final FakePluginContext context = new FakePluginContext("encryption", "");

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        context.close();
    }

    @Test
    void dialsAsThePolicySays() {
        assertThat(encryption("policy = disabled").plan(dial())).isEmpty();
        assertThat(encryption("policy = allowed").plan(dial())).containsExactly(PLAIN, UPGRADED);
        assertThat(encryption("policy = preferred").plan(dial())).containsExactly(UPGRADED, PLAIN);
        assertThat(encryption("policy = forced").plan(dial())).containsExactly(UPGRADED);
    }

    @Test
    void dialsEncryptedFirstWhomOthersSayToPreferIt() {
        assertThat(encryption("policy = allowed").plan(dial(PeerTrait.PREFERS_ENCRYPTION)))
                .containsExactly(UPGRADED, PLAIN);
    }

    @Test
    void beginsWithWhatWorkedLast() {
        Encryption encryption = encryption("policy = preferred");
        encryption.onDialled(dial(), UPGRADED, false);
        encryption.onDialled(dial(), PLAIN, true);
        assertThat(encryption.plan(dial())).containsExactly(PLAIN, UPGRADED);

        encryption.onDialled(dial(), PLAIN, false);
        assertThat(encryption.plan(dial())).containsExactly(UPGRADED, PLAIN);
    }

    @Test
    void rememberNoPeerForEver() {
        Encryption encryption = encryption("policy = preferred");
        encryption.onDialled(dial(), PLAIN, true);
        for (int port = 1; port <= 5000; port++) {
            encryption.onDialled(dialTo(new PeerAddress(PeerAddress.IP, "192.0.2.10", port)), PLAIN, true);
        }
        assertThat(encryption.plan(dial())).containsExactly(UPGRADED, PLAIN);
    }

    @Test
    void letsInAsThePolicySays() {
        LinkPair pair = new LinkPair(context.time(), 100, 1);
        for (String policy : List.of("disabled", "allowed", "preferred")) {
            assertThat(encryption("policy = " + policy).refusesPlain(pair.accepting()))
                    .isEmpty();
        }
        assertThat(encryption("policy = forced").refusesPlain(pair.accepting()))
                .contains("it is not encrypted, and encryption is forced");
        assertThat(encryption("policy = disabled").recognises(Unpooled.wrappedBuffer(new byte[] {1})))
                .isEqualTo(Recognition.NO);
        assertThat(encryption("policy = allowed").recognises(Unpooled.wrappedBuffer(new byte[] {1})))
                .isEqualTo(Recognition.YES);
    }

    @Test
    void tellsPeersWhatItPrefers() {
        assertThat(encryption("policy = allowed").handshakeKeys()).isEmpty();
        assertThat(encryption("policy = preferred").handshakeKeys()).containsEntry("e", BencodeInteger.of(1));
    }

    @Test
    void saysWhatBecomesOfLinksThatOthersOpen() {
        assertThat(encryption("policy = disabled").incoming()).isEqualTo(Acceptance.PLAIN);
        assertThat(encryption("policy = allowed").incoming()).isEqualTo(Acceptance.EITHER);
        assertThat(encryption("policy = forced, incoming = preferred").incoming())
                .isEqualTo(Acceptance.EITHER);
        assertThat(encryption("policy = disabled, incoming = forced").incoming())
                .isEqualTo(Acceptance.ENCRYPTED);
    }

    @ParameterizedTest
    @CsvSource({
        "payload=both, payload=both, plaintext",
        "payload=both prefer-rc4=true, payload=both, plaintext",
        "payload=both, payload=both prefer-rc4=true, rc4",
        "payload=rc4, payload=both, rc4",
        "payload=both, payload=rc4, rc4",
        "payload=plaintext, payload=both prefer-rc4=true, plaintext"
    })
    void letsTheOneWhoWasDialledChoose(String dialling, String accepting, String chosen) {
        Future<Upgraded> accepted = connect(dialling.replace(' ', ','), accepting.replace(' ', ','));
        Upgraded upgraded = context.time().await(accepted);
        upgraded.early().release();

        assertThat(upgraded.link().tags().contains(LinkTag.ENCRYPTED)).isEqualTo(chosen.equals("rc4"));
        assertThat(context.alerts().of(EncryptionAgreed.class))
                .hasSize(2)
                .allSatisfy(alert -> assertThat(alert.payload()).isEqualTo(chosen));
    }

    @Test
    void stepsAsideWhenTheHandshakeAloneIsEncrypted() {
        LinkPair pair = new LinkPair(context.time(), 100, 1);
        Upgraded upgraded = context.time().await(connect(pair, "payload=plaintext", ""));
        upgraded.early().release();

        assertThat(upgraded.link()).isSameAs(pair.accepting());
    }

    @Test
    void failsWithoutAMethodInCommon() {
        Future<Upgraded> accepted = connect("payload=plaintext", "payload=rc4");
        context.time().await("a refusal", accepted::isComplete);
        assertThat(accepted.cause()).hasMessageStartingWith("crypto_provide: [PLAINTEXT]");
    }

    @Test
    void endsWhatWaitsForASecretWhenItStops() {
        KeyAgreements keys = keys();
        keys.close();
        LinkPair pair = new LinkPair(context.time(), 100, 1);
        Encryption encryption = new Encryption(EncryptionSettingsTest.of(""), keys, context.alerts(), context.clock());
        Future<Upgraded> dialled = encryption.upgrade(pair.dialling(), request());
        assertThat(dialled.failed()).isTrue();
    }

    private Future<Upgraded> connect(String dialling, String accepting) {
        return connect(new LinkPair(context.time(), 100, 1), dialling, accepting);
    }

    private Future<Upgraded> connect(LinkPair pair, String dialling, String accepting) {
        UpgradeRequest request = request();
        List<Future<Upgraded>> results = new ArrayList<>();
        pair.dialling().loop().execute(() -> encryption(dialling)
                .upgrade(pair.dialling(), request)
                .onSuccess(upgraded -> upgraded.early().release()));
        pair.accepting()
                .loop()
                .execute(() -> results.add(encryption(accepting)
                        .accept(pair.accepting(), Unpooled.EMPTY_BUFFER, key -> Optional.of(request.infoHash()))));
        context.time().runReady();
        Future<Upgraded> accepted = results.get(0);
        context.time()
                .await(
                        "both ends",
                        () -> accepted.failed()
                                || context.alerts().of(EncryptionAgreed.class).size() == 2);
        return accepted;
    }

    private UpgradeRequest request() {
        return new UpgradeRequest(dial(), FakeTorrent.ofSeed(1).infoHashes().best(), new byte[68]);
    }

    private Encryption encryption(String settings) {
        return new Encryption(EncryptionSettingsTest.of(settings), keys(), context.alerts(), context.clock());
    }

    private KeyAgreements keys() {
        KeyAgreements keys = new KeyAgreements(context.random());
        opened.add(keys);
        return keys;
    }

    private DialRequest dial(PeerTrait... traits) {
        return new DialRequest(
                FakeTorrent.ofSeed(1),
                PEER,
                context.time().loop(),
                Optional.empty(),
                Duration.ofSeconds(1),
                Set.of(traits));
    }

    private DialRequest dialTo(PeerAddress peer) {
        return new DialRequest(
                FakeTorrent.ofSeed(1), peer, context.time().loop(), Optional.empty(), Duration.ofSeconds(1), Set.of());
    }

    /** An upgrade of the kernel's, with all bytes encrypted. */
    @Nested
    class WithRc4 extends Contract {
        WithRc4() {
            super("policy = forced");
        }
    }

    /** One with the handshake alone encrypted. */
    @Nested
    class WithPlaintext extends Contract {
        WithPlaintext() {
            super("payload = plaintext");
        }
    }

    abstract static class Contract extends ConnectionUpgradeContract {
        private final String settings;
        private final List<KeyAgreements> keys = new ArrayList<>();

        Contract(String settings) {
            this.settings = settings;
        }

        @AfterEach
        void closeTheKeys() {
            keys.forEach(KeyAgreements::close);
        }

        @Override
        protected FakePluginContext context() {
            return new FakePluginContext("encryption", "");
        }

        @Override
        protected Encryption upgrade(FakePluginContext context) {
            KeyAgreements made = new KeyAgreements(new java.util.Random(keys.size()));
            keys.add(made);
            return new Encryption(EncryptionSettingsTest.of(settings), made, context.alerts(), context.clock());
        }
    }
}
