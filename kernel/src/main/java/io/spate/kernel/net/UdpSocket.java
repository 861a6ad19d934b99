package io.spate.kernel.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.SegmentedDatagramPacket;
import io.spate.api.net.DatagramService.Claimant;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One UDP socket on its loop. Whoever sends from elsewhere leaves the datagrams in a queue, which one task empties; whatever
 * is written in one turn of the loop is flushed once, at its end.
 */
final class UdpSocket extends SimpleChannelInboundHandler<DatagramPacket> {
    /** The longest datagram there is, and, where the system joins those of one sender (UDP_GRO), the longest row. */
    static final int MAX_DATAGRAM = 64 * 1024;

    /** Room for each, where several are received beside each other. */
    private static final int GATHERED_DATAGRAM = 4096;

    /** About so many datagrams a wake-up: others of the loop wait meanwhile. */
    private static final int MAX_READS = 128;

    /** Above this many unsent bytes a socket drops what it is given: UDP may lose, memory may not grow. */
    private static final long MAX_UNSENT = 4 * 1024 * 1024;

    /** What one call may send in a row: UDP_MAX_SEGMENTS of Linux, and the payload of the longest datagram. */
    private static final int MAX_SEGMENTS = 64;

    private static final int MAX_ROW = 65_507;

    /** Linux: "don't fragment" is set, and what the system believes of the path is not asked (IP_PMTUDISC_PROBE). */
    private static final int PROBE = 3;

    private static final ChannelOption<Integer> IP_MTU_DISCOVER =
            new IntegerUnixChannelOption("IP_MTU_DISCOVER", 0, 10);
    private static final ChannelOption<Integer> IPV6_MTU_DISCOVER =
            new IntegerUnixChannelOption("IPV6_MTU_DISCOVER", 41, 23);

    private final UdpClaims claims;
    private final AtomicLong unrecognised;
    private final AtomicLong dropped;
    private final Queue<Row> fromElsewhere = new ConcurrentLinkedQueue<>();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicBoolean emptying = new AtomicBoolean();
    private final List<Claimant> served = new ArrayList<>();
    private final Segmentation segmentation = new Segmentation();
    private final DatagramBuffers buffers = new DatagramBuffers(MAX_DATAGRAM, MAX_READS);

    private Channel channel;
    private InetSocketAddress local;
    private volatile boolean fragments = true;
    private boolean flushing;

    /** @param dropped counts what is not sent */
    UdpSocket(UdpClaims claims, AtomicLong unrecognised, AtomicLong dropped) {
        this.claims = claims;
        this.unrecognised = unrecognised;
        this.dropped = dropped;
    }

    /** What the socket is opened with. */
    DatagramBuffers buffers() {
        return buffers;
    }

    /** On the loop, before the socket is bound: the same handler serves one channel all its life. */
    void init(Channel opened) {
        channel = opened;
        if (opened instanceof EpollDatagramChannel) {
            joinOrGather();
            boolean v6 = set(IPV6_MTU_DISCOVER, PROBE);
            fragments = !set(IP_MTU_DISCOVER, PROBE) && !v6;
            segmentation.supported(EpollDatagramChannel.isSegmentedDatagramPacketSupported());
        }
    }

    /**
     * Many datagrams by one call: those of one sender joined by the system (UDP_GRO), or else several beside each other
     * (recvmmsg). Not both: Netty's recvmmsg does not say where joined ones are to be cut.
     */
    private void joinOrGather() {
        if (!set(EpollChannelOption.UDP_GRO, true)) {
            set(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, GATHERED_DATAGRAM);
        }
    }

    InetSocketAddress bound() {
        local = (InetSocketAddress) channel.localAddress();
        return local;
    }

    boolean fragments() {
        return fragments;
    }

    Channel channel() {
        return channel;
    }

    /** From any thread; takes the buffer. */
    void send(InetSocketAddress remote, ByteBuf payload, int segment) {
        Row row = new Row(remote, payload, segment);
        if (channel.eventLoop().inEventLoop()) {
            write(row);
            flushSoon();
        } else if (queuedBytes.addAndGet(row.size()) > MAX_UNSENT) {
            queuedBytes.addAndGet(-row.size());
            drop(row);
        } else {
            fromElsewhere.add(row);
            emptySoon();
        }
    }

    private void emptySoon() {
        if (emptying.compareAndSet(false, true)) {
            try {
                channel.eventLoop().execute(this::empty);
            } catch (RejectedExecutionException e) {
                emptying.set(false); // so that whatever else comes is discarded, too
                discard(); // the session has ended
            }
        }
    }

    private void empty() {
        emptying.set(false); // first: what is added from now on is seen here, or by the next task
        Row row;
        while ((row = fromElsewhere.poll()) != null) {
            queuedBytes.addAndGet(-row.size());
            write(row);
        }
        channel.flush();
    }

    private void discard() {
        Row row;
        while ((row = fromElsewhere.poll()) != null) {
            queuedBytes.addAndGet(-row.size());
            drop(row);
        }
    }

    private void write(Row row) {
        if (!channel.isOpen() || channel.unsafe().outboundBuffer().totalPendingWriteBytes() > MAX_UNSENT) {
            drop(row);
        } else if (row.size() <= row.segment) {
            channel.write(new DatagramPacket(row.payload, row.remote), channel.voidPromise());
        } else if (segmentation.isOn()) {
            writeSegmented(row);
        } else {
            writeOneByOne(row);
        }
    }

    private void writeSegmented(Row row) {
        int most = Math.max(1, Math.min(MAX_SEGMENTS, MAX_ROW / row.segment)) * row.segment;
        while (row.size() > most) {
            writeSegmented(row.payload.readRetainedSlice(most), row);
        }
        writeSegmented(row.payload, row);
    }

    /** What is lost by a device that cannot is sent again by whoever cares, and not in a row. */
    private void writeSegmented(ByteBuf payload, Row row) {
        channel.write(new SegmentedDatagramPacket(payload, row.segment, row.remote))
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        onRowRefused(done.cause());
                    }
                });
    }

    private void onRowRefused(Throwable cause) {
        dropped.incrementAndGet();
        if (cause instanceof NativeIoException refused) {
            segmentation.onRefused(-refused.expectedErr());
        }
    }

    private void writeOneByOne(Row row) {
        while (row.size() > row.segment) {
            ByteBuf one = row.payload.readRetainedSlice(row.segment);
            channel.write(new DatagramPacket(one, row.remote), channel.voidPromise());
        }
        channel.write(new DatagramPacket(row.payload, row.remote), channel.voidPromise());
    }

    private void flushSoon() {
        if (!flushing) {
            flushing = true;
            channel.eventLoop().execute(() -> {
                flushing = false;
                channel.flush();
            });
        }
    }

    private void drop(Row row) {
        dropped.incrementAndGet();
        row.payload.release();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
        ByteBuf payload = packet.content();
        claims.give(local == null ? bound() : local, packet.sender(), payload.retain())
                .ifPresentOrElse(this::serve, () -> {
                    payload.release();
                    unrecognised.incrementAndGet();
                });
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!served.isEmpty()) {
            List<Claimant> batch = List.copyOf(served);
            served.clear();
            batch.forEach(claimant -> claimant.onBatchEnd(local));
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        buffers.release();
    }

    /** A port unreachable, told by the system for an earlier send, must not end the socket. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        dropped.incrementAndGet();
    }

    private void serve(Claimant claimant) {
        if (!served.contains(claimant)) {
            served.add(claimant);
        }
    }

    private <T> boolean set(ChannelOption<T> option, T value) {
        try {
            return channel.config().setOption(option, value);
        } catch (ChannelException e) {
            return false; // an older system: it goes without
        }
    }

    /** Datagrams to one address, each {@code segment} long but for the last. */
    private record Row(InetSocketAddress remote, ByteBuf payload, int segment) {
        int size() {
            return payload.readableBytes();
        }
    }
}
