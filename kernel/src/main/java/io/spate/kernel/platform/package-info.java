/** Time, randomness and threads: all that a simulation replaces. */
package io.spate.kernel.platform;
