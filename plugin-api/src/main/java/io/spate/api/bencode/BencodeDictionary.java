package io.spate.api.bencode;

public record BencodeDictionary() {}
