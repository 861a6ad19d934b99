/** The built-in piece picker. */
package io.spate.kernel.picker;
