package io.mlintern.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/// One line of the session's plan.
public record PlanItem(String id, String content, Status status) {

    public enum Status {
        @JsonProperty("pending")
        PENDING,
        @JsonProperty("in_progress")
        IN_PROGRESS,
        @JsonProperty("completed")
        COMPLETED
    }
}
