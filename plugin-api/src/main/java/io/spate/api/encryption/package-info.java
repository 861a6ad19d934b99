/** What encryption led to, as alerts. */
package io.spate.api.encryption;
