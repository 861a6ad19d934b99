/** Settings: where they come from, what is wrong with them, and the records that the kernel reads them into. */
package io.spate.kernel.settings;
