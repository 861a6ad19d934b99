/** Hole punching, as alerts of the category {@code PEER}. */
package io.spate.api.holepunch;
