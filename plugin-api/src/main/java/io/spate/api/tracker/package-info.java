/** What trackers answered, as alerts of the category {@code TRACKER}. */
package io.spate.api.tracker;
