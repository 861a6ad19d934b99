package io.spate.kernel;

import com.google.inject.Module;
import io.spate.api.HostAndPort;
import io.spate.api.session.RequiredPluginException;
import io.spate.api.session.Session;
import io.spate.kernel.session.Sessions;
import io.spate.kernel.settings.SettingLine;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pf4j.ExtensionPoint;

/** Says how a session shall be, and starts it. Everything has a default. Not safe for threads. */
public final class SessionBuilder {
    private final List<String> settings = new ArrayList<>();
    private final List<Path> usualFiles = new ArrayList<>();
    private final List<Path> plugins = new ArrayList<>();
    private final List<ExtensionPoint> extensions = new ArrayList<>();
    private final List<Module> modules = new ArrayList<>();
    private Optional<Path> file = Optional.empty();
    private Optional<Path> stateDirectory = Optional.empty();
    private Optional<Path> usualStateDirectory = Optional.empty();
    private boolean remembersTorrents;

    SessionBuilder() {}

    /** A setting that wins over all files, such as {@code spate.limits.upload} and {@code 1 MiB}. */
    public SessionBuilder set(String key, String value) {
        settings.add(key + "=" + value);
        return this;
    }

    /** A file of settings (HOCON), which must be there. */
    public SessionBuilder settings(Path hocon) {
        file = Optional.of(hocon);
        return this;
    }

    /** Files of settings that are read if they are there, below the one that was named; the first wins. */
    public SessionBuilder usualSettings(List<Path> hocon) {
        usualFiles.addAll(hocon);
        return this;
    }

    /** Where peers are accepted, in place of {@code spate.listen}. An empty list: nowhere. */
    public SessionBuilder listen(List<HostAndPort> addresses) {
        return set(
                "spate.listen",
                addresses.stream().map(each -> '"' + each.toString() + '"').collect(Collectors.joining(",", "[", "]")));
    }

    /** Where verified pieces are remembered, so that nothing is checked or fetched again. One session at a time has it. */
    public SessionBuilder stateDirectory(Path directory) {
        stateDirectory = Optional.of(directory);
        return this;
    }

    /** The state directory if neither {@link #stateDirectory} nor {@code spate.state-directory} names one. */
    public SessionBuilder usualStateDirectory(Path directory) {
        usualStateDirectory = Optional.of(directory);
        return this;
    }

    /**
     * The torrents of this session are there again when the next one starts with the same state directory and this call:
     * all that were not removed, with their files' priorities, paused or not, and what they have transferred in all. Needs a
     * state directory. A crash loses at most a minute of the totals, and nothing else.
     */
    public SessionBuilder rememberTorrents() {
        remembersTorrents = true;
        return this;
    }

    /** A directory of plugins: jars, or the {@code plugins} of a checkout. */
    public SessionBuilder plugins(Path directory) {
        plugins.add(directory);
        return this;
    }

    /** An extension of the embedder's own, without a plugin around it. */
    public SessionBuilder extension(ExtensionPoint extension) {
        extensions.add(extension);
        return this;
    }

    /** Bindings of the embedder's own, which may add to the kernel's set of {@code ExtensionPoint}. */
    public SessionBuilder module(Module module) {
        modules.add(module);
        return this;
    }

    /**
     * Starts the session: claims the state directory, starts plugins, accepts peers, adds the torrents that it remembers. Fails
     * with {@code BAD_SETTING}, {@code STATE_FAILED}, {@code LISTEN_FAILED} or a {@link RequiredPluginException}; all is closed
     * again then. Reads files before it returns: not to be called on a loop.
     */
    public Future<Session> start() {
        return sessions().start();
    }

    /** The settings that the session would have, each with where it comes from. Fails with {@code BAD_SETTING}. */
    public List<SettingOrigin> effectiveSettings() {
        return sessions().settings().lines().stream()
                .map(SessionBuilder::origin)
                .toList();
    }

    private Sessions sessions() {
        return new Sessions(
                settings,
                file,
                usualFiles,
                stateDirectory,
                usualStateDirectory,
                remembersTorrents,
                plugins,
                extensions,
                modules);
    }

    private static SettingOrigin origin(SettingLine line) {
        return new SettingOrigin(line.key(), line.value(), line.origin());
    }
}
