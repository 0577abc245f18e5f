package io.mlintern.kit.runs;

import io.mlintern.protocol.CallId;

/// A call that was handed out.
///
/// @param payload all that is needed to carry it out: a take-over has nothing else
public record RunRequest(CallId call, Recovery recovery, Payload payload) {}
