package io.spate.api.storage;

import io.spate.api.metainfo.Metainfo;
import java.nio.file.Path;

/**
 * What a storage is opened for.
 *
 * @param metainfo the torrent; its file paths are safe to join to {@code directory}
 * @param directory the folder that holds the torrent's root, absolute; it need not exist
 */
public record StorageRequest(Metainfo metainfo, Path directory) {}
