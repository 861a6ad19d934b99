/** Alerts: facts about what happened, typed and open. */
package io.spate.api.alert;
