package io.spate.plugin.encryption;

import io.netty.buffer.ByteBuf;
import io.spate.api.InfoHash;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.Alerts;
import io.spate.api.bencode.BencodeInteger;
import io.spate.api.bencode.BencodeValue;
import io.spate.api.encryption.EncryptionAgreed;
import io.spate.api.encryption.LinkEncryption;
import io.spate.api.net.ConnectionUpgrade;
import io.spate.api.net.DialRequest;
import io.spate.api.net.DialWay;
import io.spate.api.net.PeerLink;
import io.spate.api.net.Recognition;
import io.spate.api.net.TorrentIndex;
import io.spate.api.net.UpgradeRequest;
import io.spate.api.net.Upgraded;
import io.spate.api.peer.PeerTrait;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/** Message Stream Encryption, as the settings want it. */
@Extension
@Singleton
public final class Encryption implements ConnectionUpgrade, LinkEncryption {
    private static final List<DialWay> ENCRYPTED_FIRST = List.of(DialWay.UPGRADED, DialWay.PLAIN);
    private static final List<DialWay> PLAIN_FIRST = List.of(DialWay.PLAIN, DialWay.UPGRADED);

    private final EncryptionSettings settings;
    private final KeyAgreements keys;
    private final Alerts alerts;
    private final Clock clock;
    private final KnownWays known = new KnownWays();

    @Inject
    Encryption(EncryptionSettings settings, KeyAgreements keys, Alerts alerts, Clock clock) {
        this.settings = settings;
        this.keys = keys;
        this.alerts = alerts;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "encryption";
    }

    /** Anything may be a public key: what is none is found out by what follows. */
    @Override
    public Recognition recognises(ByteBuf firstBytes) {
        return settings.incoming() == EncryptionPolicy.DISABLED ? Recognition.NO : Recognition.YES;
    }

    @Override
    public Optional<String> refusesPlain(PeerLink link) {
        return settings.incoming() == EncryptionPolicy.FORCED
                ? Optional.of("it is not encrypted, and encryption is forced")
                : Optional.empty();
    }

    @Override
    public byte[] key(InfoHash infoHash) {
        return SharedSecret.keyOf(infoHash);
    }

    @Override
    public Future<Upgraded> accept(PeerLink link, ByteBuf early, TorrentIndex torrents) {
        return LinkHandshake.accept(link, early, torrents, settings.incomingPayload(), keys)
                .map(agreement -> upgraded(link, agreement));
    }

    @Override
    public List<DialWay> plan(DialRequest request) {
        return switch (settings.outgoing()) {
            case DISABLED -> List.of();
            case ALLOWED -> plan(request, request.traits().contains(PeerTrait.PREFERS_ENCRYPTION));
            case PREFERRED -> plan(request, true);
            case FORCED -> List.of(DialWay.UPGRADED);
        };
    }

    private List<DialWay> plan(DialRequest request, boolean encryptedFirst) {
        DialWay usual = encryptedFirst ? DialWay.UPGRADED : DialWay.PLAIN;
        return known.of(request.address()).orElse(usual) == DialWay.UPGRADED ? ENCRYPTED_FIRST : PLAIN_FIRST;
    }

    @Override
    public Future<Upgraded> upgrade(PeerLink link, UpgradeRequest request) {
        return LinkHandshake.dial(link, request, settings.outgoingPayload(), keys)
                .map(agreement -> upgraded(link, agreement));
    }

    @Override
    public void onDialled(DialRequest request, DialWay way, boolean reached) {
        known.onDialled(request.address(), way, reached);
    }

    /** {@code e} (BEP 10, by common use): whether we would rather be dialled encrypted. */
    @Override
    public Map<String, BencodeValue> handshakeKeys() {
        return settings.incoming().prefersEncryption() ? Map.of("e", BencodeInteger.of(1)) : Map.of();
    }

    @Override
    public Acceptance incoming() {
        return switch (settings.incoming()) {
            case DISABLED -> Acceptance.PLAIN;
            case ALLOWED, PREFERRED -> Acceptance.EITHER;
            case FORCED -> Acceptance.ENCRYPTED;
        };
    }

    private Upgraded upgraded(PeerLink link, Agreement agreement) {
        if (alerts.wants(AlertCategory.PEER)) {
            alerts.post(new EncryptionAgreed(
                    clock.instant(),
                    agreement.torrent(),
                    link.remote(),
                    link.isIncoming(),
                    agreement.method().name().toLowerCase(Locale.ROOT)));
        }
        PeerLink next = agreement.method() == CryptoMethod.RC4
                ? new Rc4Link(link, agreement.encrypt(), agreement.decrypt())
                : link;
        return new Upgraded(next, agreement.early(), Optional.of(agreement.torrent()));
    }
}
