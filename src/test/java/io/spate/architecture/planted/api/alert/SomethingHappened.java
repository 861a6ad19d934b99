package io.spate.architecture.planted.api.alert;

public record SomethingHappened(String what) implements Alert {}
