/** Bounded memory for payload. */
package io.spate.kernel.buffer;
