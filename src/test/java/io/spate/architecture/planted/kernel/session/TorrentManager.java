package io.spate.architecture.planted.kernel.session;

import io.spate.architecture.planted.api.Breaks;

@Breaks("CLASSES_ARE_NAMED_FOR_THEIR_JOB")
final class TorrentManager {}
