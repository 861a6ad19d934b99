/** Fetches the metadata of magnet links from peers, and serves it (BEP 9). */
package io.spate.plugin.metadata;
