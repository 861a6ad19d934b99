package io.spate.kernel.plugin;

import io.spate.kernel.extension.Extensions;
import io.spate.kernel.extension.Guard;
import io.spate.kernel.extension.Registered;
import io.spate.kernel.extension.Registration;
import io.vertx.core.Future;
import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pf4j.ExtensionPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a plugin, from its start to its stop. For the host's thread. It does not know the class loader: whoever holds an
 * extension or a timer of a run that is over must not hold its classes.
 */
final class RunningPlugin {
    private static final Logger log = LoggerFactory.getLogger(RunningPlugin.class);

    private final FoundPlugin found;
    private final Extensions extensions;
    private final Guard guard;
    private final OwnedContext context;
    private final List<Registration> registrations = new ArrayList<>();
    private final List<String> contributions = new ArrayList<>();
    private List<AutoCloseable> closeables = List.of();
    private Future<Void> unused = Future.succeededFuture();

    RunningPlugin(FoundPlugin found, Extensions extensions, Guard guard, OwnedContext context) {
        this.found = found;
        this.extensions = extensions;
        this.guard = guard;
        this.context = context;
    }

    FoundPlugin found() {
        return found;
    }

    String id() {
        return found.id();
    }

    /** What it extends, for people: {@code PeerSource tracker}. */
    List<String> contributions() {
        return List.copyOf(contributions);
    }

    /** Makes the extensions, and then makes all of them known. What is done when this fails is undone by the stop. */
    void start(ClassLoader classLoader, Duration atMost) throws PluginRefusal {
        List<ExtensionPoint> made = ForeignCall.run(id(), "start", atMost, () -> make(classLoader));
        for (ExtensionPoint extension : made) {
            for (Class<?> point : Extensions.pointsOf(extension.getClass())) {
                contributions.add(contribution(point, extension));
            }
        }
        made.forEach(extension -> registrations.add(extensions.register(guard, extension)));
    }

    private List<ExtensionPoint> make(ClassLoader classLoader) throws Exception {
        Set<String> names = Pf4jPlugins.extensionNames(classLoader);
        PluginInjector injector = new PluginInjector(context);
        try {
            return injector.extensions(names, classLoader);
        } finally {
            closeables = injector.closeables();
        }
    }

    private String contribution(Class<?> point, ExtensionPoint extension) throws PluginRefusal {
        Optional<String> name = nameOf(point, guard, extension);
        String contribution =
                point.getSimpleName() + " " + name.orElse(extension.getClass().getSimpleName());
        if (name.isPresent()) {
            Optional<String> taken =
                    contributions.contains(contribution) ? Optional.of("itself") : ownerOf(point, name);
            if (taken.isPresent()) {
                throw new PluginRefusal("there is a " + contribution + " already, of " + taken.get());
            }
        }
        return contribution;
    }

    private Optional<String> ownerOf(Class<?> point, Optional<String> name) {
        return extensions.at(point).stream()
                .filter(other -> other.call(
                                point.getSimpleName() + ".name",
                                extension -> nameOf(point, extension),
                                Optional.empty())
                        .equals(name))
                .map(Registered::owner)
                .findFirst();
    }

    private static Optional<String> nameOf(Class<?> point, Guard guard, Object extension) {
        return guard.call(point.getSimpleName() + ".name", () -> nameOf(point, extension), Optional.empty());
    }

    /** By the name that appears in settings and alerts, where the extension point has one. */
    private static Optional<String> nameOf(Class<?> point, Object extension) {
        try {
            Method name = point.getMethod("name");
            name.setAccessible(true);
            return Optional.of((String) name.invoke(extension));
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e.getCause() == null ? e : e.getCause());
        }
    }

    /** Takes its extensions out of the registry. Does not wait until nobody uses them any more. */
    void withdraw() {
        List<Future<Void>> removed = new ArrayList<>();
        Collections.reverse(registrations);
        registrations.forEach(registration -> removed.add(registration.remove()));
        unused = Future.join(removed).mapEmpty();
    }

    /** Undoes the rest, each part after the one that may need it. After {@link #withdraw}. */
    void stop(Patience patience) {
        patience.await(id() + ": its extensions to be left", unused);
        close(patience.left());
        registrations.forEach(Registration::letGo);
        registrations.clear();
        patience.await(id() + ": its connections to be closed", context.close());
    }

    private void close(Duration atMost) {
        try {
            ForeignCall.run(id(), "stop", atMost, () -> {
                closeables.forEach(this::close);
                return null;
            });
        } catch (PluginRefusal e) {
            guard.fault("close", e.getMessage());
        }
        closeables = List.of();
    }

    /** It may take its time; what it throws is counted, and the others are closed all the same. */
    private void close(AutoCloseable closeable) {
        try {
            guard.callBlocking("close", closeable, callee -> {
                try {
                    callee.close();
                } catch (RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                return null;
            });
        } catch (IOException e) {
            log.debug("plugin {}: {}", id(), e.getMessage());
        }
    }
}
