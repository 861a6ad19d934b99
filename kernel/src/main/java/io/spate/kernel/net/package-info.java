/** The machine's loops, sockets and names: the one package that may use Vert.x's internals. */
package io.spate.kernel.net;
