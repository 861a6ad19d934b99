package io.spate.api.session;

import org.pf4j.ExtensionPoint;

/**
 * Something that a plugin does for embedders and for other plugins, such as {@link io.spate.api.dht.Dht}. The service is an
 * interface that extends this one, of plugin-api or of a package that its plugin exports; an extension that implements it
 * provides it; {@link SessionView#service} finds it.
 *
 * <p>Its methods are called from any thread, several at once, and must not block. What takes time returns a {@code Future}.
 * Misuse is answered by {@code IllegalArgumentException} or {@code SpateException}, which reach the caller; anything else that
 * is thrown counts as a fault of the plugin, and the caller gets {@code PLUGIN_FAILED}. Futures that are not complete when the
 * plugin stops are failed by the plugin, with {@code STOPPED}.
 */
public interface SessionService extends ExtensionPoint {}
