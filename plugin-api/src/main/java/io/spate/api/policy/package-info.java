/** Policies that the kernel asks: which piece to start next, which peers to unchoke. */
package io.spate.api.policy;
