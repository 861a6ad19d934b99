/** Local service discovery, as alerts. */
package io.spate.api.lsd;
