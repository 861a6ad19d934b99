/** Rates, measured and limited. */
package io.spate.kernel.rate;
