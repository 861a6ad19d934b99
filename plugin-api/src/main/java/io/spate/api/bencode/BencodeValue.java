package io.spate.api.bencode;

public interface BencodeValue {}
