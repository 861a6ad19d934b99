package io.spate.kernel.check;

import java.io.IOException;

/** Hears how a check goes on. Called on its workers, several at once, and may block for as long as a record takes. */
public interface CheckProgress {
    /** Takes no notice. */
    CheckProgress NONE = (piece, matches) -> {};

    /**
     * The piece was compared.
     *
     * @param matches false also if it is not there, or not all of it
     * @throws IOException ends the check with it
     */
    void onCompared(int piece, boolean matches) throws IOException;
}
