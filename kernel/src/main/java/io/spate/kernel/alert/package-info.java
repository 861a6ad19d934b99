/** Where alerts go: listeners, queues of subscribers, lines of JSON. */
package io.spate.kernel.alert;
