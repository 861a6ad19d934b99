package io.spate.kernel.plugin;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The class loader of one plugin. It shows the API's packages, always the host's; then what the plugins it depends on export;
 * then the plugin's own classes, which may be other versions of anything; then the JDK. Nothing else of the host. Resources
 * likewise.
 */
final class FilteringClassLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final ClassLoader host;
    private final List<Exports> dependencies;

    FilteringClassLoader(String plugin, URL[] urls, ClassLoader host, List<Exports> dependencies) {
        super("plugin " + plugin, urls, ClassLoader.getPlatformClassLoader());
        this.host = host;
        this.dependencies = List.copyOf(dependencies);
    }

    /** The packages that a plugin shows to those that depend on it. */
    record Exports(Set<String> packages, ClassLoader loader) {
        Exports {
            packages = Set.copyOf(packages);
        }

        private boolean contains(String className) {
            return packages.contains(className.substring(0, Math.max(0, className.lastIndexOf('.'))));
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                loaded = find(name);
            }
            if (resolve) {
                resolveClass(loaded);
            }
            return loaded;
        }
    }

    private Class<?> find(String name) throws ClassNotFoundException {
        if (name.startsWith("java.")) {
            return getParent().loadClass(name);
        }
        if (SharedPackages.containsClass(name)) {
            return host.loadClass(name);
        }
        for (Exports exports : dependencies) {
            if (exports.contains(name)) {
                return exports.loader.loadClass(name);
            }
        }
        try {
            return findClass(name);
        } catch (ClassNotFoundException e) {
            return getParent().loadClass(name);
        }
    }

    @Override
    public URL getResource(String name) {
        if (SharedPackages.containsResource(name)) {
            return host.getResource(name);
        }
        URL own = findResource(name);
        return own == null ? getParent().getResource(name) : own;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        if (SharedPackages.containsResource(name)) {
            return host.getResources(name);
        }
        Set<URL> urls = new LinkedHashSet<>(Collections.list(findResources(name)));
        urls.addAll(Collections.list(getParent().getResources(name)));
        return Collections.enumeration(urls);
    }
}
