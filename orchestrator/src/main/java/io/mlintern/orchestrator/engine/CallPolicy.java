package io.mlintern.orchestrator.engine;

import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.ToolDescriptor;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/// Policy as the engine asks it: one verdict for one call.
@FunctionalInterface
public interface CallPolicy {

    CallVerdict decide(ToolDescriptor tool, JsonObject arguments, SessionState session);

    /// @param rule of the policy, by which it decided
    /// @param policyVersion of the policy that decided
    /// @param expires how long people have to answer; zero where nobody is asked
    /// @param estimatedCostUsd what was judged; empty where it is unknown
    record CallVerdict(
            Kind kind,
            String rule,
            String reason,
            String policyVersion,
            Duration expires,
            Optional<BigDecimal> estimatedCostUsd) {
        public enum Kind {
            ALLOW,
            ASK,
            DENY
        }
    }
}
