package io.spate.plugin.holepunch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.NetUtil;
import io.spate.api.PeerAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * A {@code ut_holepunch} message (BEP 55).
 *
 * @param type what it is about
 * @param peer the third party; port 0 and addresses of nobody may come in
 * @param errorCode 0 but in errors
 */
record HolepunchMessage(Type type, PeerAddress peer, int errorCode) {
    private static final int IPV4 = 0;
    private static final int IPV6 = 1;
    private static final int IPV4_LENGTH = 4;
    private static final int IPV6_LENGTH = 16;

    static HolepunchMessage rendezvous(PeerAddress target) {
        return new HolepunchMessage(Type.RENDEZVOUS, target, 0);
    }

    static HolepunchMessage connect(PeerAddress peer) {
        return new HolepunchMessage(Type.CONNECT, peer, 0);
    }

    static HolepunchMessage error(PeerAddress target, HolepunchError error) {
        return new HolepunchMessage(Type.ERROR, target, error.code());
    }

    /** Empty if it is none. libtorrent leaves the error code out where there is no error. */
    static Optional<HolepunchMessage> decode(ByteBuf payload) {
        ByteBuf in = payload.duplicate();
        if (in.readableBytes() < 2) {
            return Optional.empty();
        }
        int type = in.readUnsignedByte();
        int family = in.readUnsignedByte();
        int length = family == IPV4 ? IPV4_LENGTH : family == IPV6 ? IPV6_LENGTH : -1;
        if (type >= Type.values().length || length < 0 || in.readableBytes() < length + 2) {
            return Optional.empty();
        }
        PeerAddress peer = PeerAddress.ip(address(in, length), in.readUnsignedShort());
        int errorCode = in.readableBytes() >= 4 ? in.readInt() : 0;
        return Optional.of(new HolepunchMessage(Type.values()[type], peer, errorCode));
    }

    /** @throws IllegalArgumentException if the address is none of IP */
    ByteBuf encode() {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(peer.host());
        if (address == null || !peer.scheme().equals(PeerAddress.IP)) {
            throw new IllegalArgumentException("holepunch address: " + peer + " (expected: one of IP)");
        }
        return Unpooled.buffer(12 + address.length)
                .writeByte(type.ordinal())
                .writeByte(address.length == IPV4_LENGTH ? IPV4 : IPV6)
                .writeBytes(address)
                .writeShort(peer.port())
                .writeInt(errorCode);
    }

    private static InetAddress address(ByteBuf in, int length) {
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + length + " bytes", e);
        }
    }

    /** In the order of their numbers. */
    enum Type {
        /** To a relay: have us and the peer dial each other. */
        RENDEZVOUS,
        /** From a relay: dial the peer now, as it dials you. */
        CONNECT,
        /** From a relay: why it cannot. */
        ERROR
    }
}
