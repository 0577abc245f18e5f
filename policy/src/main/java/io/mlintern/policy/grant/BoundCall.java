package io.mlintern.policy.grant;

import io.mlintern.protocol.CallId;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.ToolName;

/// What of a call a grant is bound to: which one it is, its tool, and the bytes of its arguments.
public record BoundCall(CallId callId, ToolName tool, JsonObject arguments) {}
