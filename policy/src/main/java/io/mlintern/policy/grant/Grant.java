package io.mlintern.policy.grant;

import io.mlintern.protocol.CallId;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.ToolName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// That one call may run, with exactly these arguments, until then.
///
/// @param argumentsSha256 of the bytes of the arguments' text, hexadecimal
/// @param expiresAt in whole seconds
/// @param policyVersion the policy by which people were asked
public record Grant(
        CallId callId,
        ToolName tool,
        String argumentsSha256,
        Instant expiresAt,
        String policyVersion) {
    public Grant {
        expiresAt = expiresAt.truncatedTo(ChronoUnit.SECONDS);
    }

    public static Grant of(
            CallId callId,
            ToolName tool,
            JsonObject arguments,
            Instant expiresAt,
            String policyVersion) {
        return new Grant(callId, tool, hash(arguments), expiresAt, policyVersion);
    }

    static String hash(JsonObject arguments) {
        return Sha256.hex(arguments.bytes());
    }
}
