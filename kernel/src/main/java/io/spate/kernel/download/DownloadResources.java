package io.spate.kernel.download;

import io.spate.api.Loop;
import io.spate.api.storage.TorrentStorage;
import io.spate.kernel.buffer.BufferPool;
import io.spate.kernel.check.PieceVerifier;
import java.util.concurrent.Executor;

/**
 * What the downloads of a torrent work with.
 *
 * @param loop the torrent's
 * @param disk threads that may block
 * @param memory for pieces that are gathered, shared by the session
 */
public record DownloadResources(
        Loop loop, Executor disk, BufferPool memory, TorrentStorage storage, PieceVerifier verifier, PieceLog log) {}
