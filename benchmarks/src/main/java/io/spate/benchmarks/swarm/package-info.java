/** Whole sessions in one JVM, over the loopback interface, without a disk. */
package io.spate.benchmarks.swarm;
