package io.mlintern.kit.runs;

import io.mlintern.protocol.CallId;

/// A run with its end.
public record SettledRun(CallId call, int attempt, Payload request, Payload outcome) {}
