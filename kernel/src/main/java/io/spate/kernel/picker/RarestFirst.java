package io.spate.kernel.picker;

import io.spate.api.PieceLayout;
import io.spate.api.policy.PiecePicker;
import io.spate.api.policy.TorrentPicker;
import java.util.random.RandomGenerator;

/**
 * Starts the pieces that the fewest peers have (BEP 3), with some chance in it so that peers differ; the first few at random,
 * to have something to trade early.
 */
public final class RarestFirst implements PiecePicker {
    @Override
    public String name() {
        return "rarest-first";
    }

    @Override
    public TorrentPicker open(PieceLayout layout, RandomGenerator random) {
        return new RarestFirstPicker(layout.pieceCount(), random);
    }
}
