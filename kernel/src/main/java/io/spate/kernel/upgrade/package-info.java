/** What plugins put between transports and the handshake: which there are, and the links that they have. */
package io.spate.kernel.upgrade;
