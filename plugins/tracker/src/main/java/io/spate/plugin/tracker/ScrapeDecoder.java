package io.spate.plugin.tracker;

import io.spate.api.InfoHash;
import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.bencode.BencodeString;
import io.spate.api.bencode.BencodeValue;
import java.util.HashMap;
import java.util.Map;

/** Reads the body of a scrape (BEP 48). Takes what is of use and passes over what is not. */
final class ScrapeDecoder {
    private ScrapeDecoder() {}

    /** Fails with {@code PROTOCOL} if the body is not a bencoded dictionary. */
    static ScrapeReply decode(byte[] body) {
        BencodedReply reply = BencodedReply.of(body);
        if (reply.refusal().isPresent()) {
            return reply.refusal().get();
        }
        Map<InfoHash, SwarmNumbers> swarms = new HashMap<>();
        reply.dictionary()
                .dictionary("files")
                .ifPresent(files -> files.forEach((hash, numbers) -> add(hash, numbers, swarms)));
        return new ScrapeReply.Numbers(swarms);
    }

    private static void add(BencodeString hash, BencodeValue numbers, Map<InfoHash, SwarmNumbers> swarms) {
        if (hash.length() == InfoHash.V1_LENGTH && numbers instanceof BencodeDictionary swarm) {
            swarms.put(
                    InfoHash.of(hash.toBytes()),
                    new SwarmNumbers(
                            BencodedReply.count(swarm, "complete"),
                            BencodedReply.count(swarm, "incomplete"),
                            BencodedReply.count(swarm, "downloaded")));
        }
    }
}
