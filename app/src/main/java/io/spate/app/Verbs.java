package io.spate.app;

import io.spate.api.HostAndPort;
import io.spate.api.PeerAddress;
import io.spate.api.SpateException;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: finds the verb, runs it, and turns whatever goes wrong into one line and a status. */
final class Verbs {
    private static final Set<List<String>> VERSION = Set.of(List.of("--version"), List.of("-V"));

    private final App app;
    /** By their names, in the order in which the help lists them. */
    private final Map<String, Function<App, Callable<Integer>>> verbs = new LinkedHashMap<>();

    Verbs(App app) {
        this.app = app;
        verbs.put("get", GetCommand::new);
        verbs.put("seed", SeedCommand::new);
        verbs.put("create", CreateCommand::new);
        verbs.put("info", InfoCommand::new);
        verbs.put("verify", VerifyCommand::new);
        verbs.put("plugins", PluginsCommand::new);
        verbs.put("config", ConfigCommand::new);
        verbs.put("demo", DemoCommand::new);
    }

    /** The exit status. */
    int run(String... arguments) {
        return line(needed(List.of(arguments))).execute(arguments);
    }

    /** Which verbs a command line may be about. Each one takes a while to make, as its options are found by reflection. */
    private Collection<String> needed(List<String> arguments) {
        if (VERSION.contains(arguments)) {
            return List.of();
        }
        boolean beginsWithOne = !arguments.isEmpty() && verbs.containsKey(arguments.get(0));
        return beginsWithOne ? List.of(arguments.get(0)) : verbs.keySet();
    }

    private CommandLine line(Collection<String> needed) {
        CommandLine line = new CommandLine(new SpateCommand(app));
        needed.forEach(verb -> line.addSubcommand(verb, verbs.get(verb).apply(app)));
        register(line, HostAndPort.class, text -> HostAndPort.parse(text).orElseThrow(() -> badAddress(text)));
        register(line, PeerAddress.class, text -> PeerAddress.parse(text)
                .filter(peer -> peer.port() > 0)
                .orElseThrow(() -> badAddress(text)));
        register(line, Setting.class, text -> checked(() -> Setting.parse(text)));
        register(line, FileSelection.class, text -> checked(() -> FileSelection.parse(text)));
        register(line, ByteSize.class, text -> checked(() -> ByteSize.parse(text)));
        register(line, TorrentUrl.Tracker.class, text -> checked(() -> TorrentUrl.Tracker.parse(text)));
        register(line, TorrentUrl.WebSeed.class, text -> checked(() -> TorrentUrl.WebSeed.parse(text)));
        return line.setOut(new PrintWriter(app.out(), true))
                .setErr(new PrintWriter(app.err(), true))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOverwrittenOptionsAllowed(true)
                .setParameterExceptionHandler(this::onMistake)
                .setExecutionExceptionHandler(this::onFailure);
    }

    private int onMistake(ParameterException mistake, String[] arguments) {
        String verb = mistake.getCommandLine().getCommandSpec().qualifiedName();
        app.err().println(verb + ": " + Printable.line(told(mistake)) + " ('" + verb + " --help' tells more)");
        return ExitStatus.USAGE;
    }

    private String told(ParameterException mistake) {
        if (!(mistake instanceof UnmatchedArgumentException unmatched)) {
            return mistake.getMessage();
        }
        String first = unmatched.getUnmatched().get(0);
        if (mistake.getCommandLine().getParent() == null && !first.startsWith("-")) {
            return "there is no verb '" + first + "' (expected: one of " + String.join(", ", verbs.keySet()) + ")";
        }
        List<String> suggestions = unmatched.getSuggestions().stream().limit(3).toList();
        return mistake.getMessage()
                + (suggestions.isEmpty() ? "" : "; perhaps " + String.join(", ", suggestions) + " is meant");
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

    private static <T> void register(CommandLine line, Class<T> type, ITypeConverter<T> converter) {
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
