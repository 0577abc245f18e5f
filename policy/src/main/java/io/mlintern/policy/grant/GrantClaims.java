package io.mlintern.policy.grant;

import com.nimbusds.jose.Payload;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.ToolName;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// The names of a grant's claims, and how they are read.
final class GrantClaims {
    static final String TYPE = "mlintern-grant+jwt";
    static final String CALL = "call_id";
    static final String TOOL = "tool";
    static final String ARGUMENTS = "arguments_sha256";
    static final String EXPIRES = "exp";
    static final String POLICY = "policy_version";

    private GrantClaims() {}

    static Optional<Grant> read(Payload payload) {
        Map<String, Object> claims = payload.toJSONObject();
        if (claims != null
                && claims.get(CALL) instanceof String call
                && claims.get(TOOL) instanceof String tool
                && claims.get(ARGUMENTS) instanceof String arguments
                && claims.get(EXPIRES) instanceof Number expires
                && claims.get(POLICY) instanceof String policy) {
            try {
                return Optional.of(
                        new Grant(
                                new CallId(call),
                                new ToolName(tool),
                                arguments,
                                Instant.ofEpochSecond(expires.longValue()),
                                policy));
            } catch (IllegalArgumentException | DateTimeException _) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }
}
