package io.spate.plugin.tracker;

import java.net.InetAddress;
import java.util.List;

/**
 * Whom to announce to.
 *
 * @param addresses of its host, all of one family, to try in order; never empty
 */
record Target(TrackerUrl url, List<InetAddress> addresses) {}
