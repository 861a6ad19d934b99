package io.spate.kernel.torrent;

import io.spate.api.session.SessionView;
import io.spate.kernel.extension.Extensions;

/** What plugins bring to a torrent, and the session they are told of. */
public record Contributions(Extensions extensions, SessionView session) {}
