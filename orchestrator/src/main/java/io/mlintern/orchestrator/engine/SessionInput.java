package io.mlintern.orchestrator.engine;

import io.mlintern.protocol.Actor;
import io.mlintern.protocol.ApprovalOutcome;
import io.mlintern.protocol.ModelResult;
import io.mlintern.protocol.SubmittedOperation;
import io.mlintern.protocol.ToolResult;
import java.time.Instant;

/// What the engine takes.
public sealed interface SessionInput {

    record Submitted(SubmittedOperation operation, Actor actor) implements SessionInput {}

    record FromModel(ModelResult result) implements SessionInput {}

    record FromTool(ToolResult result) implements SessionInput {}

    record FromPeople(ApprovalOutcome outcome) implements SessionInput {}

    /// The deadline that the phase names has passed.
    record DeadlinePassed(Instant deadline) implements SessionInput {}
}
