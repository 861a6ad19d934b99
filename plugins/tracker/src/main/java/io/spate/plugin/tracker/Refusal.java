package io.spate.plugin.tracker;

/**
 * A tracker does not serve us, whatever it was asked ({@code failure reason}).
 *
 * @param reason its own words, cut to a line
 */
record Refusal(String reason, Retry retry) implements AnnounceReply, ScrapeReply {}
