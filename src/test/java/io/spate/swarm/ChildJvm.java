package io.spate.swarm;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Java process with the Java, the class path and the permissions of this one. */
final class ChildJvm {
    private final List<String> command = new ArrayList<>();

    ChildJvm() {
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--enable-native-access")
                        || argument.startsWith("--sun-misc-unsafe-memory-access"))
                .forEach(command::add);
    }

    ChildJvm with(String... options) {
        command.addAll(List.of(options));
        return this;
    }

    /** Its errors go where ours go. */
    ProcessBuilder run(String classPath, String mainClass, Object... arguments) {
        command.addAll(List.of("-cp", classPath, mainClass));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    static String classPath() {
        return System.getProperty("java.class.path");
    }
}
