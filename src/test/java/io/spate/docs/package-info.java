/** The pages of the documentation that are made from the sources, and what holds the other pages to them. */
package io.spate.docs;
