package io.spate.kernel.session;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import io.spate.api.net.Network;
import io.spate.api.session.SessionView;
import io.spate.kernel.alert.AlertBus;
import io.spate.kernel.extension.Extensions;
import io.spate.kernel.extension.Guards;
import io.spate.kernel.platform.Platform;
import io.spate.kernel.plugin.PluginHost;
import io.spate.kernel.plugin.PluginPlaces;
import io.spate.kernel.plugin.RequiredPlugins;
import io.spate.kernel.settings.EffectiveSettings;
import io.spate.kernel.upgrade.Upgrades;
import jakarta.inject.Singleton;

/** The plugins of some directories, or none at all. */
public final class PluginsModule extends AbstractModule {
    private final PluginPlaces places;

    public PluginsModule(PluginPlaces places) {
        this.places = places;
    }

    @Provides
    @Singleton
    SessionPlugins plugins(PluginHost host, RequiredPlugins required) {
        return new PluginsOfHost(host, required);
    }

    @Provides
    @Singleton
    RequiredPlugins required(EffectiveSettings settings, Upgrades upgrades) {
        return new RequiredPlugins(settings.requiredPlugins(), upgrades::refuseAll);
    }

    @Provides
    @Singleton
    PluginHost host(
            EffectiveSettings settings,
            Platform platform,
            SessionView session,
            Network network,
            SavedState state,
            Extensions extensions,
            Guards guards,
            AlertBus alerts,
            RequiredPlugins required) {
        LentToPlugins lent = new LentToPlugins(platform, session, network, state);
        return new PluginHost(places, settings, lent, extensions, guards, alerts, required);
    }
}
