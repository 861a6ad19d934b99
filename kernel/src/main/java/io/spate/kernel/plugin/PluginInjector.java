package io.spate.kernel.plugin;

import com.google.inject.AbstractModule;
import com.google.inject.ConfigurationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import com.google.inject.matcher.Matchers;
import com.google.inject.spi.Message;
import com.google.inject.spi.ProvisionListener;
import io.spate.api.SpateException;
import io.spate.api.alert.Alerts;
import io.spate.api.net.Network;
import io.spate.api.plugin.PluginContext;
import io.spate.api.plugin.Settings;
import io.spate.api.plugin.StateStore;
import io.spate.api.plugin.Timers;
import io.spate.api.session.SessionView;
import io.spate.kernel.extension.Thrown;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;
import org.pf4j.ExtensionPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the objects of one plugin. An injector of its own, never a child of another: children leave the keys of their classes
 * behind in the parent. What can be injected is bound here, and nothing else but the plugin's own concrete classes.
 */
final class PluginInjector {
    private final Injector injector;
    private final List<AutoCloseable> closeables = new ArrayList<>();
    private boolean starting = true;

    PluginInjector(PluginContext context) {
        // Read once, by the first injector. Guice would otherwise generate classes by sun.misc.Unsafe, which JDKs warn
        // of.
        System.setProperty("guice_bytecode_gen_option", "DISABLED");
        this.injector = Guice.createInjector(new ContextModule(context));
    }

    /**
     * Makes the extensions, in order.
     *
     * @param names of their classes
     */
    List<ExtensionPoint> extensions(Collection<String> names, ClassLoader plugin) throws PluginRefusal {
        List<ExtensionPoint> extensions = new ArrayList<>();
        for (String name : names) {
            extensions.add(extension(name, plugin));
        }
        starting = false;
        return extensions;
    }

    /** What is to be closed, the newest first. */
    List<AutoCloseable> closeables() {
        List<AutoCloseable> newestFirst = new ArrayList<>();
        closeables.forEach(each -> newestFirst.add(0, each));
        return newestFirst;
    }

    private ExtensionPoint extension(String name, ClassLoader plugin) throws PluginRefusal {
        Object extension;
        try {
            extension = injector.getInstance(Class.forName(name, true, plugin));
        } catch (ClassNotFoundException e) {
            throw new PluginRefusal("its extension " + name + " is not in it", e);
        } catch (ConfigurationException e) {
            throw new PluginRefusal("its extension " + name + " cannot be made: " + firstLine(e.getErrorMessages()), e);
        } catch (ProvisionException e) {
            throw new PluginRefusal(thrownBy(name, e), e);
        } catch (Throwable e) {
            Thrown.rethrowIfFatal(e);
            throw new PluginRefusal("its extension " + name + " cannot be made: " + Thrown.text(e), e);
        }
        if (extension instanceof ExtensionPoint point) {
            return point;
        }
        throw new PluginRefusal("its extension " + name + " implements no extension point");
    }

    private static String thrownBy(String name, ProvisionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof SpateException) {
            return cause.getMessage();
        }
        String what = cause == null ? firstLine(e.getErrorMessages()) : Thrown.text(cause);
        return "its extension " + name + " failed when it was made: " + what;
    }

    /** Guice appends where it looked, on further lines. */
    private static String firstLine(Collection<Message> messages) {
        return messages.stream()
                .map(message -> message.getMessage().lines().findFirst().orElse(""))
                .findFirst()
                .orElse("");
    }

    private <T> void onProvision(ProvisionListener.ProvisionInvocation<T> invocation) {
        T made = invocation.provision();
        if (starting && made instanceof AutoCloseable closeable) {
            closeables.add(closeable);
        }
    }

    private final class ContextModule extends AbstractModule {
        private final PluginContext context;

        private ContextModule(PluginContext context) {
            this.context = context;
        }

        @Override
        protected void configure() {
            binder().disableCircularProxies();
            bind(PluginContext.class).toInstance(context);
            bind(Settings.class).toInstance(context.settings());
            bind(Alerts.class).toInstance(context.alerts());
            bind(Clock.class).toInstance(context.clock());
            bind(Timers.class).toInstance(context.timers());
            bind(RandomGenerator.class).toProvider(context::random);
            bind(SessionView.class).toInstance(context.session());
            bind(Network.class).toInstance(context.network());
            bind(StateStore.class).toInstance(context.state());
            bind(Logger.class).toInstance(LoggerFactory.getLogger("io.spate.plugin." + context.id()));
            bindListener(Matchers.any(), new ProvisionListener() {
                @Override
                public <T> void onProvision(ProvisionInvocation<T> invocation) {
                    PluginInjector.this.onProvision(invocation);
                }
            });
        }
    }
}
