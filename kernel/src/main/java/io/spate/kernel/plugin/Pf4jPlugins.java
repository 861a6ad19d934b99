package io.spate.kernel.plugin;

import io.spate.api.plugin.ApiVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.pf4j.AbstractPluginManager;
import org.pf4j.DefaultExtensionFactory;
import org.pf4j.DefaultVersionManager;
import org.pf4j.ExtensionFactory;
import org.pf4j.ExtensionFinder;
import org.pf4j.IndexedExtensionFinder;
import org.pf4j.Plugin;
import org.pf4j.PluginDependency;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;
import org.pf4j.PluginStatusProvider;
import org.pf4j.PluginWrapper;
import org.pf4j.RuntimeMode;
import org.pf4j.VersionManager;
import org.pf4j.processor.ExtensionStorage;

/**
 * PF4J's manager: it loads, links and unloads one plugin after the other, as the host tells it. What is to be loaded was
 * checked before, so that one bad plugin cannot end its loops. For one thread.
 *
 * <p>Its constructor calls the methods below before any field of this class is set: they must use none.
 */
final class Pf4jPlugins extends AbstractPluginManager {
    private static final String INDEX = "META-INF/extensions.idx";

    Pf4jPlugins() {
        setSystemVersion(ApiVersion.current());
    }

    /** @param copy whose dependencies are loaded */
    PluginWrapper load(PluginSource copy) throws PluginRefusal {
        try {
            return getPlugin(loadPlugin(copy.path()));
        } catch (RuntimeException e) {
            throw new PluginRefusal("PF4J cannot load it: " + e.getMessage(), e);
        }
    }

    /** The names of the classes with {@code @Extension}, as PF4J's annotation processor wrote them down. */
    static Set<String> extensionNames(ClassLoader plugin) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        try (InputStream index = plugin.getResourceAsStream(INDEX)) {
            if (index != null) {
                ExtensionStorage.read(new InputStreamReader(index, StandardCharsets.UTF_8), names);
            }
        }
        return names;
    }

    /** PF4J 3.15.0 removes from the list that it iterates over. */
    @Override
    public void stopPlugins() {
        List<PluginWrapper> started = new ArrayList<>(getStartedPlugins());
        for (int i = started.size() - 1; i >= 0; i--) {
            stopPlugin(started.get(i).getPluginId());
        }
    }

    @Override
    protected PluginDescriptorFinder createPluginDescriptorFinder() {
        return new PluginDescriptorFinder() {
            @Override
            public boolean isApplicable(Path path) {
                return true;
            }

            @Override
            public PluginDescriptor find(Path path) {
                try {
                    return new PluginDescription.Finder().read(new PluginSource(path).manifest());
                } catch (PluginRefusal e) {
                    throw new IllegalStateException(e.getMessage(), e);
                }
            }
        };
    }

    @Override
    protected PluginLoader createPluginLoader() {
        return new PluginLoader() {
            @Override
            public boolean isApplicable(Path path) {
                return true;
            }

            @Override
            public ClassLoader loadPlugin(Path path, PluginDescriptor descriptor) {
                return newClassLoader(path, descriptor);
            }
        };
    }

    private ClassLoader newClassLoader(Path path, PluginDescriptor descriptor) {
        List<FilteringClassLoader.Exports> exports = new ArrayList<>();
        for (PluginDependency dependency : descriptor.getDependencies()) {
            PluginWrapper loaded = getPlugin(dependency.getPluginId());
            if (loaded != null && fits(loaded, dependency)) {
                List<String> packages = ((PluginDescription.Descriptor) loaded.getDescriptor()).exports();
                exports.add(new FilteringClassLoader.Exports(new HashSet<>(packages), loaded.getPluginClassLoader()));
            }
        }
        try {
            return new FilteringClassLoader(
                    descriptor.getPluginId(),
                    PluginCopies.urls(new PluginSource(path)),
                    Pf4jPlugins.class.getClassLoader(),
                    exports);
        } catch (IOException e) {
            throw new IllegalStateException(e.toString(), e);
        }
    }

    /** Only of an optional dependency may another version be there; it is as if it were not. */
    private static boolean fits(PluginWrapper loaded, PluginDependency dependency) {
        try {
            return PluginVersions.matches(
                    loaded.getDescriptor().getVersion(), dependency.getPluginVersionSupport(), "the version");
        } catch (PluginRefusal e) {
            return false;
        }
    }

    /** A plugin's work is its extensions; PF4J only keeps its state. */
    @Override
    protected PluginFactory createPluginFactory() {
        return wrapper -> new Plugin();
    }

    @Override
    protected PluginRepository createPluginRepository() {
        return new PluginRepository() {
            @Override
            public List<Path> getPluginPaths() {
                return List.of();
            }

            @Override
            public boolean deletePluginPath(Path path) {
                return false;
            }
        };
    }

    @Override
    protected PluginStatusProvider createPluginStatusProvider() {
        return new PluginStatusProvider() {
            @Override
            public boolean isPluginDisabled(String id) {
                return false;
            }

            @Override
            public void disablePlugin(String id) {}

            @Override
            public void enablePlugin(String id) {}
        };
    }

    /** Not used: extensions are made by each plugin's own injector. */
    @Override
    protected ExtensionFinder createExtensionFinder() {
        return new IndexedExtensionFinder(this);
    }

    /** Not used, likewise. */
    @Override
    protected ExtensionFactory createExtensionFactory() {
        return new DefaultExtensionFactory();
    }

    @Override
    protected VersionManager createVersionManager() {
        return new DefaultVersionManager();
    }

    /** Plain jars, whatever PF4J's system property says: a checkout is recognised by its files. */
    @Override
    public RuntimeMode getRuntimeMode() {
        return RuntimeMode.DEPLOYMENT;
    }
}
