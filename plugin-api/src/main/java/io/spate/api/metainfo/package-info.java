/** What a torrent file and a magnet link say, read and checked (BEP 3, 9, 12, 17, 19, 27, 38, 47, 52, 53). */
package io.spate.api.metainfo;
