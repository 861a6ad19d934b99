/** Compares data with the hashes of a torrent. */
package io.spate.kernel.check;
