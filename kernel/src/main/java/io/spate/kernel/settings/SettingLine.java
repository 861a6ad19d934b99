package io.spate.kernel.settings;

/**
 * One setting, as it is in effect.
 *
 * @param key from the root
 * @param value as HOCON
 * @param origin file and line, or whatever else set it
 */
public record SettingLine(String key, String value, String origin) {}
