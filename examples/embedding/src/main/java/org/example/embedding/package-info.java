/** A program with an engine inside it. */
package org.example.embedding;
