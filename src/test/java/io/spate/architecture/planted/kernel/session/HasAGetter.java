package io.spate.architecture.planted.kernel.session;

import io.spate.architecture.planted.api.Breaks;

@Breaks("ACCESSORS_ARE_NOUNS")
interface HasAGetter {
    int getPiece();
}
