package io.spate.api.alert;

/** Where alerts are posted. Injected; safe from any thread, never blocks. */
public interface Alerts {
    /** Whether anybody wants alerts of this category. Ask before making one: a masked alert costs no allocation. */
    boolean wants(AlertCategory category);

    void post(Alert alert);
}
