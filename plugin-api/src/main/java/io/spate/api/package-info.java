/** The values that everything else speaks of: info-hashes, peers, pieces, blocks, errors, and the loop they live on. */
package io.spate.api;
