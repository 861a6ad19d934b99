/** Links to peers, and the network as plugins may use it. */
package io.spate.api.net;
