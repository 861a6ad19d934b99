package io.spate.kernel.plugin;

/** Why a plugin cannot be loaded or started: one sentence in plain English. */
final class PluginRefusal extends Exception {
    PluginRefusal(String sentence) {
        super(sentence);
    }

    PluginRefusal(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
