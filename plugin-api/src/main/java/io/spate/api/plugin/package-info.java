/** What the host gives to a plugin. */
package io.spate.api.plugin;
