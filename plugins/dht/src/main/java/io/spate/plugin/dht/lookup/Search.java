package io.spate.plugin.dht.lookup;

import io.spate.plugin.dht.krpc.Arguments;
import io.spate.plugin.dht.krpc.Failure;
import io.spate.plugin.dht.krpc.NodeId;
import io.spate.plugin.dht.krpc.Reply;
import io.spate.plugin.dht.krpc.Want;
import java.util.List;
import java.util.Optional;

/**
 * What is asked on the way to a target, what is made of the answers, and what is left with the closest nodes at the end. Confined
 * to the node that runs it.
 */
public abstract class Search {
    private final NodeId target;

    Search(NodeId target) {
        this.target = target;
    }

    public final NodeId target() {
        return target;
    }

    /** What each node is asked. */
    public abstract Arguments question(Want want);

    /** A node answered; what it names is followed by others. */
    public void onReply(Reply reply) {}

    /** Whether what was looked for is found, so that nobody else need be asked. */
    public boolean isSatisfied() {
        return false;
    }

    /** What is left with one of the closest nodes; empty for nothing. */
    public Optional<Arguments> parting(Candidate node) {
        return Optional.empty();
    }

    /** A node took what was left with it. */
    public void onTaken() {}

    /** A node did not want it. */
    public void onRefused(Failure failure) {}

    /** It is over, whatever came of it; nothing is called afterwards. */
    public abstract void onEnd(Ending ending);

    /**
     * @param closest that answered, the closest first
     * @param asked how many nodes were asked
     */
    public record Ending(List<Candidate> closest, int asked) {
        /** Of a search that did not begin. */
        public static final Ending NEVER_BEGUN = new Ending(List.of(), 0);

        public Ending {
            closest = List.copyOf(closest);
        }
    }
}
