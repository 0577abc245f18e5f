package io.mlintern.orchestrator.engine;

import io.mlintern.protocol.ApprovalRequest;
import io.mlintern.protocol.CancelCall;
import io.mlintern.protocol.ToolCall;

/// What others are asked to do. A model call is not among them: the fact that requests it is its hand-out.
public sealed interface Command {

    record RunTool(ToolCall call) implements Command {}

    record StopTool(CancelCall call) implements Command {}

    record AskPeople(ApprovalRequest.Requested request) implements Command {}

    record StopAsking(ApprovalRequest.Withdrawn withdrawn) implements Command {}
}
