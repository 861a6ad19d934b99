/** The command line {@code spate}: one class for each verb, over the kernel's embedding API. */
package io.spate.app;
