package io.spate.api.session;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import java.util.List;

/** A session does not start, as a plugin that its settings require does not run. Says what became of each. */
public final class RequiredPluginException extends SpateException {
    private final transient List<PluginStatus> plugins;

    public RequiredPluginException(String message, List<PluginStatus> plugins) {
        super(ErrorCode.PLUGIN_FAILED, message);
        this.plugins = List.copyOf(plugins);
    }

    /** All that were found, as they were before the session was ended again. */
    public List<PluginStatus> plugins() {
        return plugins;
    }
}
