/** The distributed hash table as embedders and other plugins use it (BEP 5, 33, 42, 44, 46, 51). */
package io.spate.api.dht;
