/** What the kernel and the plugins contribute, by extension point, and the guard between it and the kernel. */
package io.spate.kernel.extension;
