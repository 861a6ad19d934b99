package io.spate.plugin.utp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Connections and the lines between them in virtual time, microseconds: datagrams are delayed, lost, doubled, overtaken, and
 * wait in the queue of a bottleneck, as a {@link Line} says. The same seed gives the same run. Closing it ends the connections,
 * and fails if a buffer of the run, or a byte of the budget, was not given back.
 */
final class LinkSimulation implements AutoCloseable {
    static final long SECOND = 1_000_000;
    static final long MILLISECOND = 1_000;

    private static final int HEADERS = 28;
    private static final long BUDGET = 64 << 20;

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private final Random random;
    /** Without Netty's leak detector, which would take most of the time, and sees less than the count at the end. */
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);

    private final MemoryBudget budget = new MemoryBudget(BUDGET);
    private final List<End> ends = new ArrayList<>();
    private long now = 10 * SECOND;
    private long number;

    LinkSimulation(long seed) {
        this.random = new Random(seed);
    }

    long now() {
        return now;
    }

    Random random() {
        return random;
    }

    void at(long delay, Runnable task) {
        events.add(new Event(now + delay, number++, task));
    }

    /** @return whether it became true in that time */
    boolean runUntil(long duration, BooleanSupplier condition) {
        long end = now + duration;
        while (!condition.getAsBoolean()) {
            if (events.isEmpty() || events.peek().at > end) {
                now = end;
                return condition.getAsBoolean();
            }
            Event next = events.poll();
            now = Math.max(now, next.at);
            next.task.run();
        }
        return true;
    }

    void run(long duration) {
        runUntil(duration, () -> false);
    }

    @Override
    public void close() {
        ends.forEach(end -> end.connection().abort("the simulation is over", end.clock()));
        assertThat(ends).allMatch(End::isGone);
        assertThat(budget.left()).isEqualTo(BUDGET);
        assertNothingIsLeftOf(allocator);
    }

    static void assertNothingIsLeftOf(UnpooledByteBufAllocator allocator) {
        assertThat(allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory())
                .as("bytes of buffers that nobody released")
                .isZero();
    }

    private record Event(long at, long number, Runnable task) {}

    /** One direction. Several connections may share it. */
    final class Line {
        private final long delay;
        private long jitter;
        private double loss;
        private double doubling;
        private long bytesPerSecond = Long.MAX_VALUE;
        private long queueBytes = Long.MAX_VALUE;
        private int mtu = 1500;
        private long busyUntil;
        private Predicate<ByteBuf> drops = datagram -> false;
        private long carried;
        private long dropped;
        private long mostWait;

        Line(long delay) {
            this.delay = delay;
        }

        Line jitter(long micros) {
            jitter = micros;
            return this;
        }

        Line loss(double probability) {
            loss = probability;
            return this;
        }

        Line doubling(double probability) {
            doubling = probability;
            return this;
        }

        Line bottleneck(long rate, long queue) {
            bytesPerSecond = rate;
            queueBytes = queue;
            return this;
        }

        Line mtu(int bytes) {
            mtu = bytes;
            return this;
        }

        Line dropping(Predicate<ByteBuf> which) {
            drops = which;
            return this;
        }

        long carried() {
            return carried;
        }

        long dropped() {
            return dropped;
        }

        /** The longest that anything waited at the bottleneck since this was asked. */
        long takeMostWait() {
            long most = mostWait;
            mostWait = 0;
            return most;
        }

        /** Bytes of some other traffic take their turn at the bottleneck. */
        boolean offer(int bytes) {
            return queue(bytes) >= 0;
        }

        void carry(byte[] datagram, Runnable arrive) {
            ByteBuf seen = Unpooled.wrappedBuffer(datagram);
            if (datagram.length + HEADERS > mtu || drops.test(seen) || random.nextDouble() < loss) {
                dropped++;
                return;
            }
            long wait = queue(datagram.length + HEADERS);
            if (wait < 0) {
                dropped++;
                return;
            }
            carried++;
            int copies = random.nextDouble() < doubling ? 2 : 1;
            for (int i = 0; i < copies; i++) {
                at(wait + delay + (jitter == 0 ? 0 : random.nextLong(jitter)), arrive);
            }
        }

        private long queue(int bytes) {
            if (bytesPerSecond == Long.MAX_VALUE) {
                return 0;
            }
            long waiting = Math.max(0, busyUntil - now);
            if (waiting * bytesPerSecond / SECOND > queueBytes) {
                return -1;
            }
            mostWait = Math.max(mostWait, waiting);
            busyUntil = now + waiting + bytes * SECOND / bytesPerSecond;
            return busyUntil - now;
        }
    }

    /** One end of a connection: its clock may be wrong, and its reader slow. */
    final class End implements Outlet {
        private final List<String> closed = new ArrayList<>();
        private final List<byte[]> sentDatagrams = new ArrayList<>();
        private final long clockOffset;
        private final double clockRate;
        private UtpConnection connection;
        private Line line;
        private End other;
        private ByteBuf got = Unpooled.buffer();
        private long received;
        private boolean keeping = true;
        private boolean connected;
        private boolean gone;
        private Runnable onSpace = () -> {};
        private long wakeUp = Long.MAX_VALUE;
        private int packets;
        private int longest;
        private boolean batch;
        private long batchTime;

        /** @param clockRate how fast its clock goes; 1 is right */
        End(long clockOffset, double clockRate) {
            this.clockOffset = clockOffset;
            this.clockRate = clockRate;
        }

        void join(UtpConnection owned, Line out, End end) {
            ends.add(this);
            connection = owned;
            line = out;
            other = end;
        }

        UtpConnection connection() {
            return connection;
        }

        long clock() {
            return clockOffset + (long) (now * clockRate);
        }

        boolean isConnected() {
            return connected;
        }

        boolean isGone() {
            return gone;
        }

        List<String> closed() {
            return closed;
        }

        ByteBuf got() {
            return got;
        }

        long received() {
            return received;
        }

        int packets() {
            return packets;
        }

        int longest() {
            return longest;
        }

        List<byte[]> sentDatagrams() {
            return sentDatagrams;
        }

        void forget() {
            received = 0;
            got.clear();
        }

        void countOnly() {
            keeping = false;
        }

        /** What comes within so many microseconds is one batch, as for a loop that has other things to do. */
        void gather(long micros) {
            batchTime = micros;
        }

        void onSpace(Runnable task) {
            onSpace = task;
        }

        void doNow(Runnable task) {
            task.run();
            schedule();
        }

        void write(byte[] bytes) {
            doNow(() -> {
                connection.write(buffer(bytes));
                connection.flush(clock());
            });
        }

        void read(boolean on) {
            doNow(() -> {
                connection.reading(on);
                connection.onBatchEnd(clock());
            });
        }

        void close() {
            doNow(() -> connection.close(clock()));
        }

        void deliver(byte[] datagram) {
            if (gone) {
                return;
            }
            ByteBuf arrived = buffer(datagram);
            connection.onDatagram(arrived, clock());
            arrived.release();
            if (!batch) {
                batch = true;
                at(batchTime, () -> {
                    batch = false;
                    connection.onBatchEnd(clock());
                    schedule();
                });
            }
        }

        /** Keeps writing what there is room for. */
        void writeForever() {
            onSpace = () -> {
                while (connection.unsentBytes() < 128 * 1024 && !gone) {
                    connection.write(buffer(new byte[16 * 1024]));
                }
            };
            doNow(() -> {
                onSpace.run();
                connection.flush(clock());
            });
        }

        private void schedule() {
            long next = connection.wakeUp();
            if (next == UtpSender.NEVER) {
                return;
            }
            long at = Math.max(now, (long) ((next - clockOffset) / clockRate) + 1);
            if (at < wakeUp) {
                wakeUp = at;
                at(at - now, () -> onWakeUp(at));
            }
        }

        private void onWakeUp(long at) {
            if (at == wakeUp) {
                wakeUp = Long.MAX_VALUE;
                if (clock() >= connection.wakeUp()) {
                    connection.onWakeUp(clock());
                }
                schedule();
            }
        }

        @Override
        public void send(ByteBuf row, int segment) {
            while (row.isReadable()) {
                byte[] datagram = new byte[Math.min(segment, row.readableBytes())];
                row.readBytes(datagram);
                packets++;
                longest = Math.max(longest, datagram.length);
                if (keeping) {
                    sentDatagrams.add(datagram);
                }
                line.carry(datagram, () -> other.deliver(datagram));
            }
            row.release();
        }

        @Override
        public void onConnected() {
            connected = true;
        }

        @Override
        public void onBytes(ByteBuf bytes) {
            received += bytes.readableBytes();
            if (keeping) {
                got.writeBytes(bytes);
            }
            bytes.release();
        }

        @Override
        public void onBatchEnd() {}

        @Override
        public void onSent() {
            onSpace.run();
        }

        @Override
        public void onClosed(String why) {
            closed.add(why);
        }

        @Override
        public void onGone() {
            gone = true;
        }
    }

    /** Two ends that know of each other; the initiator has not begun. */
    final class Pair {
        final End initiator;
        final End acceptor;
        final Line there;
        final Line back;

        Pair(UtpLimits limits, Line there, Line back, End initiator, End acceptor) {
            this.there = there;
            this.back = back;
            this.initiator = initiator;
            this.acceptor = acceptor;
            int id = random.nextInt(0x10000);
            initiator.join(
                    UtpConnection.initiator(limits, budget, allocator, new MtuSearch(548, 1472), initiator, id),
                    there,
                    acceptor);
            acceptor.join(
                    UtpConnection.acceptor(
                            limits,
                            budget,
                            allocator,
                            new MtuSearch(548, 1472),
                            acceptor,
                            SequenceNumbers.plus(id, 1),
                            random.nextInt(0x10000)),
                    back,
                    initiator);
            acceptor.connection().reading(true);
            initiator.connection().reading(true);
        }

        Pair connect() {
            initiator.doNow(() -> initiator.connection().connect(Limits.DEFAULT.connectTimeout(), initiator.clock()));
            return this;
        }
    }

    Pair pair(Line there, Line back) {
        return new Pair(Limits.DEFAULT, there, back, new End(0, 1), new End(77 * SECOND, 1));
    }

    private ByteBuf buffer(byte[] bytes) {
        return allocator.buffer(bytes.length).writeBytes(bytes);
    }

    Line line(long delay) {
        return new Line(delay);
    }

    /** The numbers of the {@code reference.conf}. */
    static final class Limits {
        static final UtpLimits DEFAULT = new UtpLimits(
                100 * MILLISECOND,
                3000,
                0.5,
                500 * MILLISECOND,
                3 * SECOND,
                2,
                2,
                5,
                10 * MILLISECOND,
                1 << 20,
                1 << 20);

        private Limits() {}
    }
}
