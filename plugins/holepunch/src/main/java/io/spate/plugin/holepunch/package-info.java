/** Brings peers together that cannot dial each other. The cores do no I/O; {@code HolepunchProtocol} is where the host comes in. */
package io.spate.plugin.holepunch;
