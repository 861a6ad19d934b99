package io.spate.plugin.utp;

/** Whether a link could be opened. */
sealed interface Opening {
    record Done(UtpLink link) implements Opening {}

    record Failed(String why) implements Opening {}
}
