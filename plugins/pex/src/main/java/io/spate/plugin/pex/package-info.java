/** Finds peers by asking those that are connected. The cores do no I/O; {@code PexProtocol} and {@code PexSource} are where the host comes in. */
package io.spate.plugin.pex;
