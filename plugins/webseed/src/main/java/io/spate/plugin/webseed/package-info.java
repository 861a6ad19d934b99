/** Downloads from web servers. The cores do no I/O; {@code WebSeedSource} is where the host comes in. */
package io.spate.plugin.webseed;
