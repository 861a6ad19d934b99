/** Fakes and contract suites for plugin authors: virtual time, torrents and sessions to look at, a network on loopback. */
package io.spate.testkit;
