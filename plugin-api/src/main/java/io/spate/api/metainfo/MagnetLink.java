package io.spate.api.metainfo;

public record MagnetLink() {}
