/** Where the bytes of torrents live. */
package io.spate.api.storage;
