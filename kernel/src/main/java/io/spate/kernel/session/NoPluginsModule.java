package io.spate.kernel.session;

import com.google.inject.AbstractModule;

/** A session without plugins. */
public final class NoPluginsModule extends AbstractModule {
    @Override
    protected void configure() {
        bind(SessionPlugins.class).toInstance(SessionPlugins.NONE);
    }
}
