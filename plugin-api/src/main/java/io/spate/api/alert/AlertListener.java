package io.spate.api.alert;

import java.util.Set;
import org.pf4j.ExtensionPoint;

/** Is called for each alert, as it is posted. An embedder gives one to the session, a plugin contributes it. */
public interface AlertListener extends ExtensionPoint {
    Set<AlertCategory> categories();

    /** Called on whatever thread posted the alert, several at once; must be quick, must not block. What it throws is counted. */
    void onAlert(Alert alert);
}
