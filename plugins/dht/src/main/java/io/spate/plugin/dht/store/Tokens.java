package io.spate.plugin.dht.store;

import io.spate.plugin.dht.krpc.NodeId;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * What a node must show to leave something with us: it proves that it receives at its address, and asked for this target lately.
 * Nothing is kept for it but two secrets. A token is good for five minutes at least and ten at most (BEP 5).
 */
public final class Tokens {
    static final long ROTATION_MILLIS = 5 * 60 * 1000;

    private static final int LENGTH = 8;
    private static final int SECRET_LENGTH = 16;

    private final RandomGenerator random;
    private final MessageDigest digest;
    private byte[] secret;
    private byte[] before;
    private long rotatedAt;

    public Tokens(RandomGenerator random, long now) {
        this.random = random;
        try {
            this.digest = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
        this.secret = newSecret();
        this.before = newSecret();
        this.rotatedAt = now;
    }

    public byte[] create(InetAddress asker, NodeId target, long now) {
        rotate(now);
        return token(secret, asker, target);
    }

    public boolean isValid(byte[] token, InetAddress asker, NodeId target, long now) {
        rotate(now);
        return MessageDigest.isEqual(token, token(secret, asker, target))
                || MessageDigest.isEqual(token, token(before, asker, target));
    }

    private void rotate(long now) {
        if (now - rotatedAt >= ROTATION_MILLIS) {
            boolean isOld = now - rotatedAt >= 2 * ROTATION_MILLIS;
            before = isOld ? newSecret() : secret;
            secret = newSecret();
            rotatedAt = now;
        }
    }

    private byte[] token(byte[] by, InetAddress asker, NodeId target) {
        digest.update(asker.getAddress());
        digest.update(target.toBytes());
        return Arrays.copyOf(digest.digest(by), LENGTH);
    }

    private byte[] newSecret() {
        byte[] bytes = new byte[SECRET_LENGTH];
        random.nextBytes(bytes);
        return bytes;
    }
}
