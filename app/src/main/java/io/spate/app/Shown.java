package io.spate.app;

import java.time.Duration;

/** Numbers as people read them. */
final class Shown {
    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB"};

    private Shown() {}

    /** {@code 700.0 MiB}; whole bytes below 1 KiB. */
    static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 1023.95 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return withTenths(value) + " " + UNITS[unit];
    }

    /** Not by a format: the first one of a process reads a locale's symbols, for every download that tells how far it is. */
    private static String withTenths(double value) {
        long tenths = Math.round(value * 10);
        return tenths / 10 + "." + tenths % 10;
    }

    static String rate(long bytesPerSecond) {
        return bytes(bytesPerSecond) + "/s";
    }

    /** The mean rate; that of a moment too short to measure is that of a millisecond. */
    static String rate(long bytes, Duration time) {
        return rate(bytes * 1000 / Math.max(1, time.toMillis()));
    }

    /** The two largest units that matter: {@code 3d 4h}, {@code 1m 20s}, {@code 12.3s} below a minute. */
    static String time(Duration time) {
        if (time.toMillis() < 59_950) {
            return withTenths(time.toMillis() / 1000.0) + "s";
        }
        long seconds = (time.toMillis() + 500) / 1000;
        if (seconds < 3600) {
            return seconds / 60 + "m " + seconds % 60 + "s";
        }
        long minutes = seconds / 60;
        return minutes < 24 * 60
                ? minutes / 60 + "h " + minutes % 60 + "m"
                : minutes / (24 * 60) + "d " + minutes / 60 % 24 + "h";
    }

    /** 0..100, rounded down, so that 100 means all. */
    static int percent(long part, long whole) {
        return whole <= 0 ? 0 : (int) Math.min(100, (double) part / whole * 100);
    }

    /** {@code 1 file}, {@code 3 files}. */
    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
