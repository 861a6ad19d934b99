package io.spate.swarm;

import static io.spate.swarm.Await.await;

import io.spate.api.HostAndPort;
import io.spate.api.session.Session;
import io.spate.kernel.SessionBuilder;
import io.spate.kernel.Spate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The sessions of one test, on loopback at ports that are free. All are stopped together at its end. */
final class TestSessions implements AutoCloseable {
    private final Path directory;
    private final List<Session> started = new ArrayList<>();

    /** @param directory for the folders of the sessions */
    TestSessions(Path directory) {
        this.directory = directory;
    }

    /** A session of this name; after a stop it can be started again, and finds the state and the files that it left. */
    TestSession start(String name) throws Exception {
        return start(name, builder -> builder);
    }

    TestSession start(String name, UnaryOperator<SessionBuilder> how) throws Exception {
        return startAt(SwarmTest.HERE, name, how);
    }

    TestSession startAt(String host, String name, UnaryOperator<SessionBuilder> how) throws Exception {
        AlertLog alerts = new AlertLog();
        SessionBuilder builder = Spate.session()
                .listen(List.of(new HostAndPort(host, 0)))
                .stateDirectory(directory.resolve(name + "-state"))
                .extension(alerts);
        Session session = await(how.apply(builder).start());
        started.add(session);
        return new TestSession(session, data(name), alerts);
    }

    /** Where the session of this name has its files. */
    Path data(String name) {
        return directory.resolve(name);
    }

    @Override
    public void close() {
        started.forEach(Session::stop);
        started.forEach(Session::close);
    }
}
