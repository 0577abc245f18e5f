package io.mlintern.orchestrator.engine;

import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.ToolDescriptor;

/// Policy as the engine asks it: one verdict for one call.
@FunctionalInterface
public interface CallPolicy {

    CallVerdict decide(ToolDescriptor tool, JsonObject arguments, SessionState session);

    /// @param policyVersion of the policy that decided
    record CallVerdict(Kind kind, String reason, String policyVersion) {
        public enum Kind {
            ALLOW,
            ASK,
            DENY
        }
    }
}
