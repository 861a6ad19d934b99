/** What encryption led to, as alerts, and what others may expect of it. */
package io.spate.api.encryption;
