/** Pieces on their way: which block to ask whom for, and how what arrives gets to storage. */
package io.spate.kernel.download;
