package io.spate.swarm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A test of whole sessions over loopback. What it starts is stopped at its end, and must not leak. */
@ExtendWith(LeakWatch.class)
abstract class SwarmTest {
    static final int KIB = 1024;
    static final int MIB = 1024 * KIB;

    /** Where peers are that get banned: a ban is for a host, with all its ports. */
    static final String ELSEWHERE = "127.0.0.2";

    static final String HERE = "127.0.0.1";

    @TempDir
    Path directory;

    TestSessions sessions;
    private final List<FakeSeeder> fakes = new ArrayList<>();

    @BeforeEach
    final void begin() {
        sessions = new TestSessions(directory);
    }

    @AfterEach
    final void end() throws IOException {
        for (FakeSeeder fake : fakes) {
            fake.close();
        }
        sessions.close();
    }

    FakeSeeder fakeSeeder(String host, TestTorrent torrent, FakeSeeder.Answer answer) throws IOException {
        FakeSeeder seeder = FakeSeeder.start(torrent, host, answer);
        fakes.add(seeder);
        return seeder;
    }
}
