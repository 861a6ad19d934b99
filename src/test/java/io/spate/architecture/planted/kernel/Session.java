package io.spate.architecture.planted.kernel;

public interface Session {}
