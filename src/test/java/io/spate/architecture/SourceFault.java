package io.spate.architecture;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What no line of a tracked file says. The patterns are written so that they do not match themselves. */
enum SourceFault {
    PATH_OF_SOME_MACHINE("(?<![\\w.~}/*-])/(home|Users|root|work|farm)/[\\w.-]|[A-Za-z]:\\\\+Users\\\\"),
    PACKAGE_REGISTRY(
            "(?i)repo1?\\.maven\\.|[a-z]+\\.sonatype\\.(org|com)|registry\\.npmjs|pypi\\.org|pythonhost[e]d"
                    + "|jitpack\\.io|plugins\\.gradle|deb\\.debian|archive\\.ubuntu|packages\\.adoptium|crates\\.io|proxy\\.golang"),
    UNFINISHED("\\b(TO" + "DO|FIX" + "ME)\\b");

    private final Pattern pattern;

    SourceFault(String pattern) {
        this.pattern = Pattern.compile(pattern);
    }

    static Optional<SourceFault> in(String line) {
        return Stream.of(values())
                .filter(fault -> fault.pattern.matcher(line).find())
                .findFirst();
    }
}
