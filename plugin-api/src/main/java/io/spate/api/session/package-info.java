/** The session and its torrents, as embedders control them and plugins see them. */
package io.spate.api.session;
