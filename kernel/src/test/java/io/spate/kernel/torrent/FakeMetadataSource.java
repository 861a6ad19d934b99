package io.spate.kernel.torrent;

import io.spate.api.metadata.MetadataFetch;
import io.spate.api.metadata.MetadataSink;
import io.spate.api.metadata.MetadataSource;
import io.spate.api.session.TorrentView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Offers what the test has it offer. */
final class FakeMetadataSource implements MetadataSource {
    final List<MetadataSink> sinks = new ArrayList<>();
    int closed;

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public Optional<MetadataFetch> open(TorrentView torrent, MetadataSink sink) {
        sinks.add(sink);
        return Optional.of(() -> closed++);
    }

    MetadataSink latest() {
        return sinks.get(sinks.size() - 1);
    }
}
