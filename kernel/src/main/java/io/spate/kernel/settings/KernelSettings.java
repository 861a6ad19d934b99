package io.spate.kernel.settings;

import io.spate.api.plugin.Settings;
import java.util.Optional;

/** All settings of the kernel. */
public record KernelSettings(
        NetworkSettings network,
        LimitSettings limits,
        DiskSettings disk,
        PeerSettings peers,
        PolicySettings policies,
        PluginHostSettings pluginHost) {

    /**
     * Reads every section, and fails with {@code BAD_SETTING} and a line for each section that has a fault.
     *
     * @param spate the section {@code spate}
     */
    public static KernelSettings from(Settings spate) {
        Problems problems = new Problems();
        Optional<NetworkSettings> network = problems.read(() -> NetworkSettings.from(spate));
        Optional<LimitSettings> limits = problems.read(() -> LimitSettings.from(spate.section("limits")));
        Optional<DiskSettings> disk = problems.read(() -> DiskSettings.from(spate));
        Optional<PeerSettings> peers = problems.read(() -> PeerSettings.from(spate.section("peers")));
        Optional<PolicySettings> policies = problems.read(() -> PolicySettings.from(spate));
        Optional<PluginHostSettings> host = problems.read(() -> PluginHostSettings.from(spate.section("plugin-host")));
        problems.throwIfAny();
        return new KernelSettings(
                network.orElseThrow(),
                limits.orElseThrow(),
                disk.orElseThrow(),
                peers.orElseThrow(),
                policies.orElseThrow(),
                host.orElseThrow());
    }
}
