/**
 * What survives a restart: which pieces are verified, which blocks of others are there, and what plugins keep. Everything
 * here blocks and runs on disk threads; the order of writes is what makes it crash-safe.
 */
package io.spate.kernel.resume;
