package io.spate.plugin.dht.lookup;

import io.spate.plugin.dht.krpc.Arguments;
import io.spate.plugin.dht.krpc.NodeId;
import io.spate.plugin.dht.krpc.NodeInfo;
import io.spate.plugin.dht.krpc.Want;
import java.util.List;
import java.util.function.Consumer;

/** Looks for the nodes around a target. */
public final class NodeSearch extends Search {
    private final Consumer<List<NodeInfo>> onEnd;

    public NodeSearch(NodeId target, Consumer<List<NodeInfo>> onEnd) {
        super(target);
        this.onEnd = onEnd;
    }

    @Override
    public Arguments question(Want want) {
        return new Arguments.FindNode(target(), want);
    }

    @Override
    public void onEnd(Ending ending) {
        onEnd.accept(ending.closest().stream().map(Candidate::info).toList());
    }
}
