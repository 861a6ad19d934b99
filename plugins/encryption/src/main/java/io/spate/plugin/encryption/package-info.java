/** Message Stream Encryption. The cores do no I/O; {@code Encryption} is where the host comes in. */
package io.spate.plugin.encryption;
