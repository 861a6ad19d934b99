package io.spate.kernel.download;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Makes fixtures, and has them give back their memory after each test, so that none is taken for a leak. */
final class DownloadFixtures implements AfterEachCallback {
    private final List<DownloadFixture> made = new ArrayList<>();

    DownloadFixture of(int pieces, int pieceLength, long memory) {
        DownloadFixture fixture = new DownloadFixture(pieces, pieceLength, memory);
        made.add(fixture);
        return fixture;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        made.forEach(DownloadFixture::close);
        made.clear();
    }
}
