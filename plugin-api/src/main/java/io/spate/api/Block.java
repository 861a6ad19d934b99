package io.spate.api;

/**
 * A range of bytes inside one piece, as requests and cancels name it (BEP 3).
 *
 * @param begin offset in the piece, in bytes
 * @param length in bytes
 */
public record Block(int piece, int begin, int length) {}
