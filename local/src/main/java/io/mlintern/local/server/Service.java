package io.mlintern.local.server;

import java.util.Locale;

/// The four services, in the order in which they are started.
public enum Service {
    APPROVAL_SERVICE,
    LLM_GATEWAY,
    TOOL_SERVICE,
    ORCHESTRATOR;

    /// As folders, jars, processes and configuration keys are named: `llm-gateway`.
    public String folderName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The schema and role in PostgreSQL: `llm_gateway`.
    public String schema() {
        return name().toLowerCase(Locale.ROOT);
    }
}
