package io.spate.plugin.encryption;

import io.netty.buffer.ByteBuf;
import io.spate.api.InfoHash;

/**
 * What a handshake led to.
 *
 * @param method for the bytes that follow, in both directions
 * @param encrypt continues our stream, if the method is RC4
 * @param decrypt continues theirs, if the method is RC4
 * @param early what came behind the handshake, decrypted; whoever receives this owns it
 */
record Agreement(InfoHash torrent, CryptoMethod method, Rc4 encrypt, Rc4 decrypt, ByteBuf early) {}
