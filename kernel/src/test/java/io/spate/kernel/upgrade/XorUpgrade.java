package io.spate.kernel.upgrade;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.InfoHash;
import io.spate.api.bencode.BencodeValue;
import io.spate.api.net.ConnectionUpgrade;
import io.spate.api.net.DialRequest;
import io.spate.api.net.DialWay;
import io.spate.api.net.ForwardingPeerLink;
import io.spate.api.net.LinkReceiver;
import io.spate.api.net.LinkTag;
import io.spate.api.net.PeerLink;
import io.spate.api.net.Recognition;
import io.spate.api.net.TorrentIndex;
import io.spate.api.net.UpgradeRequest;
import io.spate.api.net.Upgraded;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** "XOR", the key of a torrent, and then every byte with some bits turned: the smallest upgrade there can be. */
public final class XorUpgrade implements ConnectionUpgrade {
    private static final int MASK = 0x55;
    private static final int KEY_AT = 3;
    private static final int LENGTH = KEY_AT + InfoHash.V1_LENGTH;

    public List<DialWay> plan = List.of();
    public Optional<String> refusesPlain = Optional.empty();
    /** Whether writing fails, as a plugin with a defect does. */
    public boolean broken;

    /** Runs in the middle of what is asked about names, keys and plans. */
    public Runnable whenAsked = () -> {};

    public Map<String, BencodeValue> handshakeKeys = Map.of();
    public final List<String> outcomes = new ArrayList<>();

    /** What a peer sends to begin: the upgrade, and these bytes behind it. */
    public static ByteBuf begin(InfoHash torrent, ByteBuf then) {
        ByteBuf bytes = Unpooled.buffer().writeBytes(new byte[] {'X', 'O', 'R'}).writeBytes(turned(torrent));
        ByteBuf behind = Unpooled.copiedBuffer(then);
        turn(behind);
        return bytes.writeBytes(behind);
    }

    /** Turns bytes one way or the other. */
    public static ByteBuf turn(ByteBuf bytes) {
        for (int i = bytes.readerIndex(); i < bytes.writerIndex(); i++) {
            bytes.setByte(i, bytes.getByte(i) ^ MASK);
        }
        return bytes;
    }

    private static byte[] turned(InfoHash hash) {
        byte[] bytes = hash.toBytes();
        turn(Unpooled.wrappedBuffer(bytes));
        return bytes;
    }

    @Override
    public String name() {
        whenAsked.run();
        return "xor";
    }

    @Override
    public Recognition recognises(ByteBuf firstBytes) {
        String begin = "XOR";
        for (int i = 0; i < Math.min(begin.length(), firstBytes.readableBytes()); i++) {
            if (firstBytes.getByte(i) != begin.charAt(i)) {
                return Recognition.NO;
            }
        }
        return firstBytes.readableBytes() < begin.length() ? Recognition.NEED_MORE : Recognition.YES;
    }

    @Override
    public Optional<String> refusesPlain(PeerLink link) {
        whenAsked.run();
        return refusesPlain;
    }

    @Override
    public byte[] key(InfoHash infoHash) {
        whenAsked.run();
        return turned(infoHash);
    }

    @Override
    public Future<Upgraded> accept(PeerLink link, ByteBuf early, TorrentIndex torrents) {
        Accepting accepting = new Accepting(link, torrents);
        link.receiver(accepting);
        link.reading(true);
        accepting.onBytes(early);
        return accepting.done.future();
    }

    @Override
    public List<DialWay> plan(DialRequest request) {
        whenAsked.run();
        return plan;
    }

    @Override
    public Future<Upgraded> upgrade(PeerLink link, UpgradeRequest request) {
        link.write(begin(request.infoHash(), Unpooled.wrappedBuffer(request.greeting())));
        link.flush();
        return Future.succeededFuture(new Upgraded(new XorLink(link), Unpooled.EMPTY_BUFFER, Optional.empty()));
    }

    @Override
    public void onDialled(DialRequest request, DialWay way, boolean reached) {
        outcomes.add(way + " " + reached);
    }

    @Override
    public Map<String, BencodeValue> handshakeKeys() {
        return handshakeKeys;
    }

    private final class Accepting implements LinkReceiver {
        private final PeerLink link;
        private final TorrentIndex torrents;
        private final ByteBuf pending = Unpooled.buffer();
        private final Promise<Upgraded> done = Promise.promise();

        private Accepting(PeerLink link, TorrentIndex torrents) {
            this.link = link;
            this.torrents = torrents;
        }

        @Override
        public void onBytes(ByteBuf bytes) {
            pending.writeBytes(bytes);
            bytes.release();
            if (pending.readableBytes() >= LENGTH && !done.future().isComplete()) {
                byte[] key = new byte[InfoHash.V1_LENGTH];
                pending.skipBytes(KEY_AT).readBytes(key);
                link.reading(false);
                Optional<InfoHash> torrent = torrents.find(key);
                if (torrent.isEmpty()) {
                    done.fail("it names no torrent of ours");
                } else {
                    done.complete(new Upgraded(new XorLink(link), turn(pending), torrent));
                }
            }
        }

        @Override
        public void onClosed(String why) {
            done.tryFail(why);
        }
    }

    private final class XorLink extends ForwardingPeerLink implements LinkReceiver {
        private LinkReceiver receiver;

        private XorLink(PeerLink link) {
            super(link);
            link.receiver(this);
        }

        @Override
        public Set<LinkTag> tags() {
            Set<LinkTag> tags = EnumSet.of(LinkTag.ENCRYPTED);
            tags.addAll(link().tags());
            return tags;
        }

        @Override
        public void receiver(LinkReceiver next) {
            receiver = next;
        }

        @Override
        public void write(ByteBuf bytes) {
            if (broken) {
                bytes.release();
                throw new IllegalStateException("a defect");
            }
            link().write(turn(bytes));
        }

        @Override
        public void onBytes(ByteBuf bytes) {
            receiver.onBytes(turn(bytes));
        }

        @Override
        public void onBatchEnd() {
            receiver.onBatchEnd();
        }

        @Override
        public void onDrained() {
            receiver.onDrained();
        }

        @Override
        public void onClosed(String why) {
            receiver.onClosed(why);
        }
    }
}
