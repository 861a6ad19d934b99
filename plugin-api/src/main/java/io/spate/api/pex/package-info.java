/** Peer exchange, as alerts of the category {@code PEER}. */
package io.spate.api.pex;
