package io.spate.kernel.session;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.Stage;
import io.spate.api.session.Session;
import io.spate.kernel.net.VertxPlatform;
import io.spate.kernel.plugin.PluginPlaces;
import io.spate.kernel.settings.DiskSettings;
import io.spate.kernel.settings.EffectiveSettings;
import io.spate.kernel.settings.SettingsLoader;
import io.spate.kernel.settings.SettingsSources;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pf4j.ExtensionPoint;

/** Puts a session together: settings, then modules, then the injector. */
public final class Sessions {
    private static final int LEAST_DISK_THREADS = 4;

    private final List<String> set;
    private final Optional<Path> file;
    private final List<Path> usualFiles;
    private final Optional<Path> stateDirectory;
    private final Optional<Path> usualStateDirectory;
    private final boolean remembersTorrents;
    private final List<Path> plugins;
    private final List<ExtensionPoint> extensions;
    private final List<Module> modules;

    public Sessions(
            List<String> set,
            Optional<Path> file,
            List<Path> usualFiles,
            Optional<Path> stateDirectory,
            Optional<Path> usualStateDirectory,
            boolean remembersTorrents,
            List<Path> plugins,
            List<ExtensionPoint> extensions,
            List<Module> modules) {
        this.set = List.copyOf(set);
        this.file = file;
        this.usualFiles = List.copyOf(usualFiles);
        this.stateDirectory = stateDirectory;
        this.usualStateDirectory = usualStateDirectory;
        this.remembersTorrents = remembersTorrents;
        this.plugins = List.copyOf(plugins);
        this.extensions = List.copyOf(extensions);
        this.modules = List.copyOf(modules);
    }

    public EffectiveSettings settings() {
        return SettingsLoader.load(
                new SettingsSources(set, properties(), System.getenv(), file, usualFiles),
                new PluginPlaces(plugins).references());
    }

    public Future<Session> start() {
        EffectiveSettings settings = settings();
        VertxPlatform machine = new VertxPlatform(
                Runtime.getRuntime().availableProcessors(),
                diskThreads(settings.kernel().disk()));
        return start(
                settings,
                new MachineModule(machine, settings.kernel().network().congestion()),
                stateDirectory.or(settings.kernel().disk()::stateDirectory).or(() -> usualStateDirectory));
    }

    private Future<Session> start(EffectiveSettings settings, Module machine, Optional<Path> state) {
        List<Module> all = new ArrayList<>(modules);
        all.add(new KernelModule(settings, Version.OF_ENGINE, state, remembersTorrents));
        all.add(machine);
        all.add(new EmbedderModule(extensions));
        all.add(new PluginsModule(new PluginPlaces(plugins)));
        return started(all);
    }

    /** For simulations: a session of these modules alone. */
    public static Future<Session> started(List<Module> modules) {
        // Guice would make classes through Unsafe, which newer JDKs warn of.
        System.setProperty("guice_bytecode_gen_option", "DISABLED");
        Injector injector = Guice.createInjector(Stage.DEVELOPMENT, modules);
        return injector.getInstance(EngineSession.class).start();
    }

    private static int diskThreads(DiskSettings disk) {
        return disk.threads()
                .orElseGet(() ->
                        Math.max(LEAST_DISK_THREADS, 2 * Runtime.getRuntime().availableProcessors()));
    }

    private static Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        System.getProperties().stringPropertyNames().forEach(name -> properties.put(name, System.getProperty(name)));
        return properties;
    }
}
