package io.spate.plugin.lsd;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** The two groups of BEP 14. */
enum LsdGroup {
    IPV4("239.192.152.143", "239.192.152.143:6771"),
    IPV6("ff15::efc0:988f", "[ff15::efc0:988f]:6771");

    private static final int PORT = 6771;

    private final InetSocketAddress address;
    private final String host;

    LsdGroup(String literal, String host) {
        this.host = host;
        try {
            byte[] bytes = NetUtil.createByteArrayFromIpAddressString(literal);
            this.address = new InetSocketAddress(InetAddress.getByAddress(bytes), PORT);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(literal, e);
        }
    }

    InetSocketAddress address() {
        return address;
    }

    /** As the header of an announce names it. */
    String host() {
        return host;
    }
}
