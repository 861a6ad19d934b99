package io.spate.app;

import io.spate.api.HostAndPort;
import io.spate.api.PeerAddress;
import io.spate.api.SpateException;
import java.io.PrintWriter;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: finds the verb, runs it, and turns whatever goes wrong into one line and a status. */
final class Verbs {
    private final App app;
    private final CommandLine line;

    Verbs(App app) {
        this.app = app;
        this.line = new CommandLine(new SpateCommand(app))
                .addSubcommand(new GetCommand(app))
                .addSubcommand(new SeedCommand(app))
                .addSubcommand(new CreateCommand(app))
                .addSubcommand(new InfoCommand(app))
                .addSubcommand(new VerifyCommand(app))
                .addSubcommand(new PluginsCommand(app))
                .addSubcommand(new ConfigCommand(app))
                .addSubcommand(new DemoCommand(app));
        register(HostAndPort.class, text -> HostAndPort.parse(text).orElseThrow(() -> badAddress(text)));
        register(
                PeerAddress.class,
                text -> PeerAddress.parse(text).filter(peer -> peer.port() > 0).orElseThrow(() -> badAddress(text)));
        register(Setting.class, text -> checked(() -> Setting.parse(text)));
        register(FileSelection.class, text -> checked(() -> FileSelection.parse(text)));
        register(ByteSize.class, text -> checked(() -> ByteSize.parse(text)));
        line.setOut(new PrintWriter(app.out(), true))
                .setErr(new PrintWriter(app.err(), true))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOverwrittenOptionsAllowed(true)
                .setParameterExceptionHandler(this::onMistake)
                .setExecutionExceptionHandler(this::onFailure);
    }

    /** The exit status. */
    int run(String... arguments) {
        return line.execute(arguments);
    }

    private int onMistake(ParameterException mistake, String[] arguments) {
        String suggestion = mistake instanceof UnmatchedArgumentException unmatched
                ? unmatched.getSuggestions().stream().limit(3).collect(Collectors.joining(", "))
                : "";
        String verb = mistake.getCommandLine().getCommandSpec().qualifiedName();
        app.err()
                .println(verb + ": " + Printable.line(mistake.getMessage())
                        + (suggestion.isEmpty() ? "" : "; perhaps " + suggestion + " is meant") + " ('" + verb
                        + " --help' tells more)");
        return ExitStatus.USAGE;
    }

    private int onFailure(Exception failure, CommandLine verb, ParseResult parsed) {
        if (failure instanceof StoppedException) {
            return ExitStatus.STOPPED;
        }
        if (failure instanceof ParameterException mistake) {
            return onMistake(mistake, new String[0]);
        }
        Failures.lines(failure).forEach(text -> app.err().println("spate: " + text));
        if (Boolean.getBoolean("io.spate.debug")) {
            failure.printStackTrace(app.err());
        }
        return failure instanceof SpateException known ? ExitStatus.of(known) : ExitStatus.FAILED;
    }

    private <T> void register(Class<T> type, ITypeConverter<T> converter) {
        line.registerConverter(type, converter);
    }

    private static TypeConversionException badAddress(String text) {
        return new TypeConversionException(
                "'" + text + "' (expected: HOST:PORT, such as 192.0.2.1:6881 or [2001:db8::1]:6881)");
    }

    private static <T> T checked(Supplier<T> parsed) {
        try {
            return parsed.get();
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
