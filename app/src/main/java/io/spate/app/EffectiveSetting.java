package io.spate.app;

/**
 * A setting as it holds.
 *
 * @param value rendered as HOCON, on one line
 * @param origin file and line, or what else set it
 */
record EffectiveSetting(String key, String value, String origin) {}
