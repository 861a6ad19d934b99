package io.spate.api.peer;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * A message of the peer wire protocol (BEP 3, 5, 6, 10, 52). Numbers are as the peer sent them, 32 bits read as signed:
 * nothing here is known to be in range. Arrays are not copied; whoever gets a message leaves them as they are.
 */
public sealed interface PeerMessage {
    <R> R accept(Visitor<R> visitor);

    /** One method for each kind, so that a switch over them is complete. */
    interface Visitor<R> {
        R signal(Signal signal);

        R have(Have have);

        R bitfield(BitfieldMessage bitfield);

        R request(Request request);

        R piece(Piece piece);

        R cancel(Cancel cancel);

        R port(Port port);

        R suggest(Suggest suggest);

        R reject(Reject reject);

        R allowedFast(AllowedFast allowedFast);

        R extended(Extended extended);

        R hashRequest(HashRequest request);

        R hashes(Hashes hashes);

        R hashReject(HashReject reject);

        R unknown(Unknown unknown);
    }

    /** The messages that say all by their id (BEP 3, and BEP 6 for the last two). */
    enum Signal implements PeerMessage {
        KEEP_ALIVE,
        CHOKE,
        UNCHOKE,
        INTERESTED,
        NOT_INTERESTED,
        HAVE_ALL,
        HAVE_NONE;

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.signal(this);
        }
    }

    /** The peer has got this piece (BEP 3). */
    record Have(int piece) implements PeerMessage {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.have(this);
        }
    }

    /** What the peer has, one bit a piece, to be read by {@link io.spate.api.Bitfield#fromWire} (BEP 3). */
    record BitfieldMessage(byte[] bytes) implements PeerMessage {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.bitfield(this);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof BitfieldMessage message && Arrays.equals(bytes, message.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "BitfieldMessage[" + bytes.length + " bytes]";
        }
    }

    /** Asks for a block (BEP 3). */
    record Request(int piece, int begin, int length) implements PeerMessage {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.request(this);
        }
    }

    /** A block (BEP 3). Whoever receives the message owns {@code bytes}: from reader to writer index, released once. */
    record Piece(int piece, int begin, ByteBuf bytes) implements PeerMessage {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.piece(this);
        }
    }

    /** Takes a request back (BEP 3). */
    record Cancel(int piece, int begin, int length) implements PeerMessage {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.cancel(this);
        }
    }

    /** The UDP port of the peer's DHT node, 0..65535 (BEP 5). */
    record Port(int port) implements PeerMessage {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.port(this);
        }
    }

    /** A piece that the peer would like to send (BEP 6). */
    record Suggest(int piece) implements PeerMessage {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.suggest(this);
        }
    }

    /** A request that will not be answered (BEP 6). */
    record Reject(int piece, int begin, int length) implements PeerMessage {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.reject(this);
        }
    }

    /** A piece that may be asked for while choked; the sender need not have it (BEP 6). */
    record AllowedFast(int piece) implements PeerMessage {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.allowedFast(this);
        }
    }

    /**
     * A message of the extension protocol (BEP 10).
     *
     * @param id 0 for the extended handshake, else 1..255 as the receiver announced it
     */
    record Extended(int id, byte[] bytes) implements PeerMessage {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.extended(this);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Extended message && id == message.id && Arrays.equals(bytes, message.bytes);
        }

        @Override
        public int hashCode() {
            return 31 * id + Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Extended[id=" + id + ", " + bytes.length + " bytes]";
        }
    }

    /** Asks for hashes of a file's Merkle tree (BEP 52). */
    record HashRequest(HashRange range) implements PeerMessage {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.hashRequest(this);
        }
    }

    /**
     * Hashes of a file's Merkle tree (BEP 52).
     *
     * @param hashes 32 bytes each: those of the range, then the uncles from low to high
     */
    record Hashes(HashRange range, byte[] hashes) implements PeerMessage {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.hashes(this);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Hashes message
                    && range.equals(message.range)
                    && Arrays.equals(hashes, message.hashes);
        }

        @Override
        public int hashCode() {
            return 31 * range.hashCode() + Arrays.hashCode(hashes);
        }

        @Override
        public String toString() {
            return "Hashes[range=" + range + ", " + hashes.length + " bytes]";
        }
    }

    /** A request for hashes that will not be answered (BEP 52). */
    record HashReject(HashRange range) implements PeerMessage {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.hashReject(this);
        }
    }

    /** A message of an id that none of the BEPs above defines. */
    record Unknown(int id, byte[] bytes) implements PeerMessage {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.unknown(this);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Unknown message && id == message.id && Arrays.equals(bytes, message.bytes);
        }

        @Override
        public int hashCode() {
            return 31 * id + Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Unknown[id=" + id + ", " + bytes.length + " bytes]";
        }
    }
}
