package io.spate.architecture.planted.plugin.second;

import io.spate.architecture.planted.api.Breaks;
import java.io.IOException;
import java.net.DatagramSocket;

@Breaks("PLUGINS_REACH_THE_NETWORK_THROUGH_THE_HOST")
final class OpensASocket {
    void open() throws IOException {
        new DatagramSocket().close();
    }
}
