package io.spate.kernel.net;

import io.netty.channel.ConnectTimeoutException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.util.Locale;

/** What went wrong on the network, in a few words for people, without the addresses that the system adds. */
final class NetworkErrors {
    private NetworkErrors() {}

    static String describe(Throwable cause) {
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (cause instanceof ConnectTimeoutException) {
            return "no answer in time";
        }
        if (text.contains("address already in use")) {
            return "address already in use";
        }
        if (text.contains("cannot assign requested address") || text.contains("can't assign requested address")) {
            return "not an address of this machine";
        }
        if (text.contains("permission denied")) {
            return "permission denied";
        }
        if (text.contains("connection reset")) {
            return "connection reset by peer";
        }
        if (text.contains("broken pipe")) {
            return "connection closed by peer";
        }
        if (text.contains("connection refused")) {
            return "connection refused";
        }
        if (text.contains("unreachable") || cause instanceof NoRouteToHostException) {
            return "network unreachable";
        }
        if (cause instanceof BindException || cause instanceof ConnectException) {
            return text;
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
