/** Parts of the engine, each alone, by JMH. */
package io.spate.benchmarks.micro;
