package io.spate.kernel;

/**
 * A setting as it holds.
 *
 * @param value as HOCON, on one line
 * @param origin file and line, or what else set it
 */
public record SettingOrigin(String key, String value, String origin) {}
