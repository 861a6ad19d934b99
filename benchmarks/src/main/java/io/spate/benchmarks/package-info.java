/** Programs that measure whole sessions. */
package io.spate.benchmarks;
