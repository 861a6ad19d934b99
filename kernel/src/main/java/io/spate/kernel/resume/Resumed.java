package io.spate.kernel.resume;

/** A torrent's journal, and what it said when it was opened. */
public record Resumed(Journal journal, ResumeState state) {}
