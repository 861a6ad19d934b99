package io.spate.architecture.planted.kernel.session;

import java.util.Map;

record AnswersToAForeignName(String key, int value) implements Map.Entry<String, Integer> {
    @Override
    public String getKey() {
        return key;
    }

    @Override
    public Integer getValue() {
        return value;
    }

    @Override
    public Integer setValue(Integer value) {
        throw new UnsupportedOperationException("a record");
    }
}
