package io.spate.architecture.planted.kernel.session;

import io.spate.architecture.planted.api.Breaks;

@Breaks("CLASSES_ARE_FINAL")
class IsOpen {}
