package io.mlintern.orchestrator.catalog;

import com.fasterxml.jackson.annotation.JsonValue;
import io.mlintern.protocol.EventKind;
import java.util.Arrays;

/// What a session does, as lists show it.
public enum SessionStatus {
    IDLE("idle"),
    PROCESSING("processing"),
    WAITING_APPROVAL("waiting_approval"),
    ENDED("ended");

    private final String wireName;

    SessionStatus(String wireName) {
        this.wireName = wireName;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    static SessionStatus named(String name) {
        return Arrays.stream(values())
                .filter(status -> status.wireName.equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// What it does after a fact of that kind.
    SessionStatus after(EventKind kind) {
        return switch (kind) {
            case SHUTDOWN, SESSION_TERMINATED, SESSION_QUARANTINED -> ENDED;
            case TURN_COMPLETE, ERROR, INTERRUPTED -> this == ENDED ? ENDED : IDLE;
            case APPROVAL_REQUIRED -> WAITING_APPROVAL;
            case PROCESSING, MODEL_CALL_REQUESTED, TOOL_CALL, INTERRUPTING -> PROCESSING;
            default -> this;
        };
    }
}
