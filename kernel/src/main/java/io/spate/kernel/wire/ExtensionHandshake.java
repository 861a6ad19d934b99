package io.spate.kernel.wire;

import io.spate.api.bencode.Bencode;
import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.bencode.BencodeRead;
import io.spate.api.bencode.BencodeValue;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The extended handshake: extended message 0 (BEP 10, and practice). Everything may be missing. A peer may send it again;
 * what is missing then has not changed.
 *
 * @param messages {@code m}: name to id, 0 for one that is switched off
 * @param client {@code v}: name and version
 * @param listenPort {@code p}: where the sender accepts connections, 1..65535
 * @param requestLimit {@code reqq}: how many requests the sender keeps, more than 0
 * @param yourIp {@code yourip}: the receiver's address as the sender sees it; never to be trusted alone
 * @param ipv4 the sender's own address of this family
 * @param ipv6 the sender's own address of this family
 * @param metadataSize {@code metadata_size}: bytes of the info dictionary, more than 0, as the sender says (BEP 9)
 * @param uploadOnly {@code upload_only}: whether the sender wants no data (BEP 21)
 * @param completeAgo {@code complete_ago}: seconds since the sender last saw a whole copy, 0 or more
 * @param prefersEncryption {@code e}
 */
public record ExtensionHandshake(
        Map<String, Integer> messages,
        Optional<String> client,
        OptionalInt listenPort,
        OptionalInt requestLimit,
        Optional<InetAddress> yourIp,
        Optional<Inet4Address> ipv4,
        Optional<Inet6Address> ipv6,
        OptionalInt metadataSize,
        Optional<Boolean> uploadOnly,
        OptionalInt completeAgo,
        Optional<Boolean> prefersEncryption) {
    /** The id of the message. */
    public static final int ID = 0;

    public ExtensionHandshake {
        messages = Map.copyOf(messages);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** What a peer sent. Empty if it is no dictionary: that is no reason to close. */
    public static Optional<BencodeDictionary> parse(byte[] payload) {
        return Bencode.tryReadTolerant(payload)
                .map(BencodeRead::value)
                .filter(BencodeDictionary.class::isInstance)
                .map(BencodeDictionary.class::cast);
    }

    /** Reads what makes sense, and passes over the rest. */
    public static ExtensionHandshake of(BencodeDictionary dictionary) {
        return new ExtensionHandshakeReader(dictionary).read();
    }

    /**
     * @param more keys that extended protocols add; one that is set here already is passed over
     */
    public byte[] encode(Map<String, BencodeValue> more) {
        BencodeDictionary.Builder out = BencodeDictionary.builder();
        more.forEach(out::put);
        BencodeDictionary.Builder ids = BencodeDictionary.builder();
        messages.forEach(ids::put);
        out.put("m", ids.build());
        client.ifPresent(name -> out.put("v", name));
        listenPort.ifPresent(port -> out.put("p", port));
        requestLimit.ifPresent(limit -> out.put("reqq", limit));
        yourIp.ifPresent(address -> out.put("yourip", address.getAddress()));
        ipv4.ifPresent(address -> out.put("ipv4", address.getAddress()));
        ipv6.ifPresent(address -> out.put("ipv6", address.getAddress()));
        metadataSize.ifPresent(size -> out.put("metadata_size", size));
        uploadOnly.ifPresent(on -> out.put("upload_only", on ? 1 : 0));
        completeAgo.ifPresent(seconds -> out.put("complete_ago", seconds));
        prefersEncryption.ifPresent(on -> out.put("e", on ? 1 : 0));
        return Bencode.write(out.build());
    }

    /** Sets what is to be told; the rest is left out. Not safe for threads. */
    public static final class Builder {
        private final Map<String, Integer> messages = new LinkedHashMap<>();
        private Optional<String> client = Optional.empty();
        private OptionalInt listenPort = OptionalInt.empty();
        private OptionalInt requestLimit = OptionalInt.empty();
        private Optional<InetAddress> yourIp = Optional.empty();
        private Optional<Inet4Address> ipv4 = Optional.empty();
        private Optional<Inet6Address> ipv6 = Optional.empty();
        private OptionalInt metadataSize = OptionalInt.empty();
        private Optional<Boolean> uploadOnly = Optional.empty();
        private OptionalInt completeAgo = OptionalInt.empty();
        private Optional<Boolean> prefersEncryption = Optional.empty();

        private Builder() {}

        public Builder messages(Map<String, Integer> ids) {
            messages.putAll(ids);
            return this;
        }

        public Builder client(String name) {
            client = Optional.of(name);
            return this;
        }

        public Builder listenPort(int port) {
            listenPort = OptionalInt.of(port);
            return this;
        }

        public Builder requestLimit(int requests) {
            requestLimit = OptionalInt.of(requests);
            return this;
        }

        public Builder yourIp(InetAddress address) {
            yourIp = Optional.of(address);
            return this;
        }

        public Builder ipv4(Inet4Address address) {
            ipv4 = Optional.of(address);
            return this;
        }

        public Builder ipv6(Inet6Address address) {
            ipv6 = Optional.of(address);
            return this;
        }

        public Builder metadataSize(int bytes) {
            metadataSize = OptionalInt.of(bytes);
            return this;
        }

        public Builder uploadOnly(boolean on) {
            uploadOnly = Optional.of(on);
            return this;
        }

        public Builder completeAgo(int seconds) {
            completeAgo = OptionalInt.of(seconds);
            return this;
        }

        public Builder prefersEncryption(boolean on) {
            prefersEncryption = Optional.of(on);
            return this;
        }

        public ExtensionHandshake build() {
            return new ExtensionHandshake(
                    messages,
                    client,
                    listenPort,
                    requestLimit,
                    yourIp,
                    ipv4,
                    ipv6,
                    metadataSize,
                    uploadOnly,
                    completeAgo,
                    prefersEncryption);
        }
    }
}
