/** Where the bytes of torrents live by default: in files, or in memory. Everything here blocks and runs on disk threads. */
package io.spate.kernel.storage;
