package io.spate.plugin.encryption;

import java.util.random.RandomGenerator;

/**
 * What one of us brings to a handshake, drawn anew for each.
 *
 * @param pad 0..512 bytes behind the public key, PadA or PadB; not copied
 * @param innerPad 0..512 bytes in the encrypted part, PadC or PadD; not copied
 */
record OwnPart(KeyPair keys, byte[] pad, byte[] innerPad) {
    static final int MAX_PAD = 512;

    OwnPart {
        if (pad.length > MAX_PAD || innerPad.length > MAX_PAD) {
            throw new IllegalArgumentException(
                    "pads: " + pad.length + " and " + innerPad.length + " bytes (expected: 0..512)");
        }
    }

    /** The length of a pad of the other end, if it may be so long. */
    static int checkedPad(String name, int length) throws MseException {
        if (length > MAX_PAD) {
            throw MseException.of(name, length + " bytes", "0.." + MAX_PAD);
        }
        return length;
    }

    /** The inner pad is of zeros, as the original text has it: it is encrypted. */
    static OwnPart random(RandomGenerator random) {
        byte[] pad = new byte[random.nextInt(MAX_PAD + 1)];
        random.nextBytes(pad);
        return new OwnPart(KeyPair.random(random), pad, new byte[random.nextInt(MAX_PAD + 1)]);
    }
}
