/**
 * The plugin host: finds plugins, loads each into a class loader and an injector of its own, starts, stops and replaces them
 * while torrents run. The one package that uses PF4J beyond {@code ExtensionPoint} and {@code Extension}.
 *
 * <p>Everything here runs on the host's one thread, as PF4J's manager is not thread-safe; a plugin's own code runs on a thread
 * made for that call, so that one that hangs hinders nobody.
 */
package io.spate.kernel.plugin;
