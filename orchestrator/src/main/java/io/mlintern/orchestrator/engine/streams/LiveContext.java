package io.mlintern.orchestrator.engine.streams;

import io.mlintern.orchestrator.engine.CallPolicy;
import io.mlintern.orchestrator.engine.HandedOutCalls;
import io.mlintern.orchestrator.engine.Patience;
import io.mlintern.orchestrator.engine.SessionContext;
import io.mlintern.orchestrator.engine.SessionState;
import io.mlintern.orchestrator.engine.SystemPromptTemplate;
import io.mlintern.orchestrator.engine.ToolCatalog;
import io.mlintern.policy.CallFacts;
import io.mlintern.policy.Decision;
import io.mlintern.policy.Policies;
import io.mlintern.policy.SessionFacts;
import io.mlintern.policy.Verdict;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.PolicyRecord;
import io.mlintern.protocol.ToolDescriptor;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What this replica knows of policies and tools: read outside the topology, given to each step as one snapshot.
final class LiveContext implements ContextSource {
    private final SystemPromptTemplate prompt;
    private final Patience patience;
    private volatile ToolCatalog tools = ToolCatalog.of(List.of());
    private volatile Policies policies = Policies.none();

    LiveContext(SystemPromptTemplate prompt, Patience patience) {
        this.prompt = prompt;
        this.patience = patience;
    }

    void tools(List<ToolDescriptor> rows) {
        tools = ToolCatalog.of(rows);
    }

    void policies(List<PolicyRecord> rows) {
        policies = Policies.of(rows);
    }

    boolean hasPolicy() {
        return policies.isInForce();
    }

    @Override
    public SessionContext at(Instant now) {
        Policies inForce = policies;
        return new SessionContext(
                now,
                tools,
                (tool, arguments, session) -> decide(inForce, tool, arguments, session),
                prompt,
                patience,
                HandedOutCalls.NONE);
    }

    private static CallPolicy.CallVerdict decide(
            Policies policies, ToolDescriptor tool, JsonObject arguments, SessionState session) {
        ToolDescriptor.Effect effect = tool.effectOf(arguments);
        Optional<BigDecimal> cost = CallFacts.costWithoutEstimate(effect);
        var facts =
                new CallFacts(
                        tool.name(),
                        arguments,
                        effect,
                        cost,
                        SessionFacts.of(session.owner().user(), session.settings().attended()));
        Decision decision = policies.decide(facts);
        Verdict verdict = decision.verdict();
        return new CallPolicy.CallVerdict(
                kind(verdict),
                verdict.rule(),
                verdict.reason(),
                decision.policyVersion(),
                verdict instanceof Verdict.Ask ask ? ask.expires() : Duration.ZERO,
                cost);
    }

    private static CallPolicy.CallVerdict.Kind kind(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allow _ -> CallPolicy.CallVerdict.Kind.ALLOW;
            case Verdict.Ask _ -> CallPolicy.CallVerdict.Kind.ASK;
            case Verdict.Deny _ -> CallPolicy.CallVerdict.Kind.DENY;
        };
    }
}
