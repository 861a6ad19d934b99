package io.spate.plugin.webseed;

import io.spate.testkit.SampleTorrent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server of one file that answers byte by byte as a test says, and ends its connections in whatever way. */
final class HostileServer implements AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]+)");

    private final ServerSocket server;
    private final byte[] file;
    private final Manner manner;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private HostileServer(ServerSocket server, byte[] file, Manner manner) {
        this.server = server;
        this.file = file;
        this.manner = manner;
    }

    /** Serves one connection after the other. */
    static HostileServer start(SampleTorrent torrent, Manner manner) throws IOException {
        ServerSocket socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        HostileServer server = new HostileServer(socket, torrent.data(), manner);
        Thread thread = new Thread(server::run, "hostile-server");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/";
    }

    /** Connection, counted from 0, and range of each request that was read. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    private void run() {
        for (int number = 0; !server.isClosed(); number++) {
            try (Socket socket = server.accept()) {
                manner.serve(new Connection(number, socket));
            } catch (IOException e) {
                // the client has closed it, or the test has ended
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** How it treats a connection; at the end of that it is closed. */
    @FunctionalInterface
    interface Manner {
        void serve(Connection connection) throws IOException;
    }

    /** One connection, as the server has it. */
    final class Connection {
        private final int number;
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private int first;
        private int last;

        private Connection(int number, Socket socket) throws IOException {
            this.number = number;
            this.socket = socket;
            this.in = socket.getInputStream();
            this.out = socket.getOutputStream();
        }

        int number() {
            return number;
        }

        /** Waits for the next request; fails if the client has closed the connection. */
        Connection read() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("end of stream");
                }
                head.append((char) next);
            }
            Matcher range = RANGE.matcher(head);
            if (!range.find()) {
                throw new IOException("no range");
            }
            first = Integer.parseInt(range.group(1));
            last = Integer.parseInt(range.group(2));
            asked.add(number + ": " + first + "-" + last);
            return this;
        }

        /** Answers the request that was read last. @param headers ends of lines included */
        Connection answer(String headers) throws IOException {
            return answer(headers, last - first + 1);
        }

        /** Begins to answer, and ends after so many bytes. */
        Connection answer(String headers, int bytes) throws IOException {
            out.write(("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes " + first + "-" + last + "/" + file.length
                            + "\r\nContent-Length: " + (last - first + 1) + "\r\n" + headers + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(file, first, bytes);
            out.flush();
            return this;
        }

        /** Has the client's side find the connection reset, and not ended. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
