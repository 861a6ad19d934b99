/** Finds peers on the local network. The cores do no I/O; {@code LsdSource} is where the host comes in. */
package io.spate.plugin.lsd;
