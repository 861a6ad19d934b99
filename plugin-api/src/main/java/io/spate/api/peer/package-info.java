/** Peers: their messages, where they come from, and the extension protocol. */
package io.spate.api.peer;
