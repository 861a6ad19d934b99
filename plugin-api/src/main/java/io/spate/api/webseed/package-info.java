/** What became of web seeds, as alerts of the category {@code PEER}. */
package io.spate.api.webseed;
