/**
 * Torrent files and magnet links: reading, checking, making (BEP 3, 9, 47, 52, 53). Pure but for {@link
 * io.spate.kernel.metainfo.TorrentCreator}, which reads files on threads of its own.
 */
package io.spate.kernel.metainfo;
