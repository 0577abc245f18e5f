package io.mlintern.orchestrator.engine;

import java.time.Instant;

/// What a decision may know beyond the session: data, taken as one snapshot per input.
public record SessionContext(
        Instant now,
        ToolCatalog tools,
        CallPolicy policy,
        SystemPromptTemplate prompt,
        Patience patience,
        HandedOutCalls handedOut) {

    public SessionContext with(HandedOutCalls calls) {
        return new SessionContext(now, tools, policy, prompt, patience, calls);
    }
}
