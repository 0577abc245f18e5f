package io.mlintern.protocol;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The catalogue of topics, the only source for their creation, for services, tests, chart and documentation.
public enum Topics {
    OPERATIONS(
            "operations",
            "session id",
            "Operation",
            true,
            days(7),
            "api, engine, catalog",
            "engine"),
    EVENTS(
            "events",
            "session id",
            "SessionEvent",
            true,
            days(7),
            "engine (facts); model runner, tool-service (signals)",
            "model runner, SSE, catalog, notifications, anyone"),
    MODEL_RESULTS(
            "model.results", "session id", "ModelResult", true, days(1), "model runner", "engine"),
    TOOL_CALLS(
            "tool.calls",
            "call id",
            "ToolCall",
            false,
            days(7),
            "engine",
            "tool-service (share group)"),
    TOOL_RESULTS(
            "tool.results",
            "session id",
            "ToolResult",
            true,
            days(7),
            "tool-service; engine (child sessions)",
            "engine, approval-service (audit)"),
    TOOL_CANCELLATIONS(
            "tool.cancellations",
            "call id",
            "CancelCall",
            false,
            days(7),
            "engine",
            "tool-service"),
    APPROVAL_REQUESTS(
            "approval.requests",
            "session id",
            "ApprovalRequest",
            false,
            days(30),
            "engine",
            "approval-service"),
    APPROVAL_DECISIONS(
            "approval.decisions",
            "session id",
            "ApprovalOutcome",
            true,
            days(30),
            "approval-service",
            "engine"),
    POLICIES(
            "policies",
            "policy or key id",
            "PolicyRecord",
            false,
            Optional.empty(),
            "approval-service",
            "engine, tool-service"),
    TOOL_CATALOG(
            "tool.catalog",
            "tool name",
            "ToolDescriptor",
            false,
            Optional.empty(),
            "tool-service",
            "engine, api"),
    LLM_USAGE(
            "llm.usage",
            "session id or user",
            "UsageRecord",
            false,
            days(30),
            "llm-gateway",
            "catalog, anyone"),
    AUDIT("audit", "tenant", "AuditRecord", false, days(3650), "approval-service", "SIEM");

    /// The largest record of any topic: a body of 1 MiB with every character escaped, and its frame.
    public static final int MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

    /// The largest text of one message, before it is a record.
    public static final int MAX_BODY_BYTES = 1024 * 1024;

    public static final String DEAD_LETTER_SUFFIX = ".dlq";
    public static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(30);

    private final String baseName;
    private final String keyMeaning;
    private final String value;
    private final boolean bySession;
    private final Optional<Duration> retention;
    private final String writers;
    private final String readers;

    Topics(
            String baseName,
            String keyMeaning,
            String value,
            boolean bySession,
            Optional<Duration> retention,
            String writers,
            String readers) {
        this.baseName = baseName;
        this.keyMeaning = keyMeaning;
        this.value = value;
        this.bySession = bySession;
        this.retention = retention;
        this.writers = writers;
        this.readers = readers;
    }

    private static Optional<Duration> days(int days) {
        return Optional.of(Duration.ofDays(days));
    }

    /// The full name under an installation's prefix.
    public String name(String prefix) {
        return prefix + baseName;
    }

    public String deadLetters(String prefix) {
        return name(prefix) + DEAD_LETTER_SUFFIX;
    }

    public String baseName() {
        return baseName;
    }

    public String keyMeaning() {
        return keyMeaning;
    }

    public String value() {
        return value;
    }

    public String writers() {
        return writers;
    }

    public String readers() {
        return readers;
    }

    /// How long records are kept; empty for compacted topics, which keep the newest of each key.
    public Optional<Duration> retention() {
        return retention;
    }

    public boolean isCompacted() {
        return retention.isEmpty();
    }

    /// Whether it has exactly P partitions, so that one task sees all of a session.
    public boolean isBySession() {
        return bySession;
    }

    /// Compacted topics are read whole by every reader: one partition.
    public int partitions(int sessionPartitions) {
        return isCompacted() || this == AUDIT ? 1 : sessionPartitions;
    }

    public static List<Topics> bySession() {
        return Arrays.stream(values()).filter(Topics::isBySession).toList();
    }
}
