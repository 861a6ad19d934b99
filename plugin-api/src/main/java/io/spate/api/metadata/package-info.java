/** Where the info dictionary of a torrent comes from when only its info-hash is known. */
package io.spate.api.metadata;
