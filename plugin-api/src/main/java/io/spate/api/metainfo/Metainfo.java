package io.spate.api.metainfo;

public record Metainfo() {}
