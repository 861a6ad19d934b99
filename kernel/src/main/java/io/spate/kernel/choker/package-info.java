/** The built-in choker. */
package io.spate.kernel.choker;
