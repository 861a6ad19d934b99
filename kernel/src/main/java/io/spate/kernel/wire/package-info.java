/**
 * The peer wire protocol (BEP 3, 5, 6, 10, 52) without input or output: bytes in, calls out, and back. Nothing here knows a
 * socket, a thread or a clock; each object is confined to its caller's thread.
 */
package io.spate.kernel.wire;
