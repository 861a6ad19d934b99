package io.spate.plugin.encryption;

import static io.spate.plugin.encryption.CryptoMethod.PLAINTEXT;
import static io.spate.plugin.encryption.CryptoMethod.RC4;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.SpateException;
import io.spate.testkit.FakePluginContext;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptionSettingsTest {
    static EncryptionSettings of(String overrides) {
        return new EncryptionSettings(
                FakePluginContext.settings("encryption", "spate.plugins.encryption { " + overrides + " }"));
    }

    @Test
    void hasTheDefaultsOfLibtorrent() {
        Payload both = new Payload(Set.of(PLAINTEXT, RC4), PLAINTEXT);
        assertThat(of(""))
                .isEqualTo(new EncryptionSettings(EncryptionPolicy.PREFERRED, EncryptionPolicy.PREFERRED, both, both));
    }

    @Test
    void encryptsAllWhereItIsForced() {
        EncryptionSettings forced = of("policy = forced");
        assertThat(forced.incoming()).isEqualTo(EncryptionPolicy.FORCED);
        assertThat(forced.incomingPayload().methods()).containsExactly(RC4);
        assertThat(forced.outgoingPayload().methods()).containsExactly(RC4);
    }

    @Test
    void followsThePolicyInEachDirectionUnlessToldOtherwise() {
        EncryptionSettings mixed = of("policy = allowed, incoming = forced, outgoing = disabled");
        assertThat(mixed.incoming()).isEqualTo(EncryptionPolicy.FORCED);
        assertThat(mixed.outgoing()).isEqualTo(EncryptionPolicy.DISABLED);
        assertThat(mixed.incomingPayload().methods()).containsExactly(RC4);
        assertThat(of("outgoing = allowed").incoming()).isEqualTo(EncryptionPolicy.PREFERRED);
    }

    @Test
    void takesThePayloadByItsWord() {
        assertThat(of("policy = forced, payload = plaintext").incomingPayload().methods())
                .containsExactly(PLAINTEXT);
        assertThat(of("payload = rc4").outgoingPayload().methods()).containsExactly(RC4);
        assertThat(of("policy = forced, payload = both").outgoingPayload().methods())
                .containsExactlyInAnyOrder(PLAINTEXT, RC4);
        assertThat(of("prefer-rc4 = true").incomingPayload().preferred()).isEqualTo(RC4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy = always", "incoming = on", "payload = aes", "policy = \"\""})
    void refusesOtherWords(String setting) {
        assertThatThrownBy(() -> of(setting)).isInstanceOf(SpateException.class);
    }
}
