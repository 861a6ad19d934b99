/** Finds peers by asking trackers. The cores do no I/O; {@code TrackerSource} is where the host comes in. */
package io.spate.plugin.tracker;
