package io.spate.architecture.planted.api.alert;

public interface Alert {}
