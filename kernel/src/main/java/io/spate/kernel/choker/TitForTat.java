package io.spate.kernel.choker;

import io.spate.api.PieceLayout;
import io.spate.api.policy.Choker;
import io.spate.api.policy.TorrentChoker;
import java.util.random.RandomGenerator;

/** Serves those who serve us best, and one more to find better ones (BEP 3); a seed serves all in turn. */
public final class TitForTat implements Choker {
    @Override
    public String name() {
        return "tit-for-tat";
    }

    @Override
    public TorrentChoker open(PieceLayout layout, RandomGenerator random) {
        return new TitForTatChoker(layout, random);
    }
}
