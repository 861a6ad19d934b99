/**
 * Bencoding (BEP 3): {@link io.spate.api.bencode.Bencode} reads and writes, the values are immutable and safe to share.
 * Whatever comes in is untrusted: size, depth and number of values are limited before anything is allocated for them.
 */
package io.spate.api.bencode;
