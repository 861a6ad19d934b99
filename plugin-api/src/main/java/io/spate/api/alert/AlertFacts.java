package io.spate.api.alert;

import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the components of a record by name. Only used when somebody asks: reflection is never on the data path. */
final class AlertFacts {
    private AlertFacts() {}

    static Map<String, Object> of(Alert alert) {
        RecordComponent[] components = alert.getClass().getRecordComponents();
        if (components == null) {
            return Map.of();
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        for (RecordComponent component : components) {
            Object value = valueOf(component, alert);
            if (value instanceof Optional<?> optional) {
                optional.ifPresent(present -> facts.put(component.getName(), present));
            } else if (value != null) {
                facts.put(component.getName(), value);
            }
        }
        return Collections.unmodifiableMap(facts);
    }

    private static Object valueOf(RecordComponent component, Alert alert) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(alert);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("alert " + alert.getClass().getName() + " hides " + component.getName(), e);
        }
    }
}
