package io.mlintern.orchestrator.engine;

import io.mlintern.protocol.Fact;
import io.mlintern.protocol.Operation;
import io.mlintern.protocol.OperationId;
import io.mlintern.protocol.OperationKind;
import io.mlintern.protocol.SubmittedOperation;
import io.mlintern.protocol.Topics;
import java.util.List;

/// Operations that mean the same in more than one phase.
final class Operations {
    private Operations() {}

    /// An operation that comes while a turn runs: turns and the end queue up, settings take effect at once.
    static Decision whileBusy(
            SessionState state, SubmittedOperation submitted, SessionContext context) {
        var draft = new Draft(state, context);
        OperationId id = submitted.operationId();
        switch (submitted.operation()) {
            case Operation.UserInput input when hasRoom(state) -> say(draft, submitted, input);
            case Operation.Shutdown _ when hasRoom(state) ->
                    draft.add(new Fact.OperationQueued(id, submitted.kind().wireName()));
            case Operation.UserInput _, Operation.Shutdown _ ->
                    refuse(draft, submitted, "too many operations wait already; try again later");
            case Operation.Interrupt _ -> interrupt(draft, id);
            case Operation.Rename _,
                    Operation.SetModel _,
                    Operation.SetEffort _,
                    Operation.ExecApproval _,
                    Operation.Undo _,
                    Operation.Compact _,
                    Operation.New _,
                    Operation.Resume _,
                    Operation.SetAutoApproval _,
                    Operation.Fork _,
                    Operation.OpenSession _,
                    Operation.SessionNotLoaded _ ->
                    settings(draft, submitted);
        }
        Approvals.giveUpWhenOvertaken(draft);
        return draft.done();
    }

    /// Settings, in any phase that takes input. What this version cannot do is refused with its reason.
    static void settings(Draft draft, SubmittedOperation submitted) {
        OperationId id = submitted.operationId();
        switch (submitted.operation()) {
            case Operation.Rename rename when Bounds.isLabel(rename.title()) ->
                    draft.add(new Fact.TitleChanged(id, rename.title()));
            case Operation.SetModel change when Bounds.isLabel(change.model().value()) ->
                    draft.add(new Fact.ModelChanged(id, change.model()));
            case Operation.SetEffort change when Bounds.isLabel(change.effort()) ->
                    draft.add(new Fact.EffortChanged(id, change.effort()));
            case Operation.Rename _, Operation.SetModel _, Operation.SetEffort _ ->
                    refuse(draft, submitted, "at most " + Bounds.LABEL_BYTES + " bytes");
            case Operation.UserInput _,
                    Operation.Shutdown _,
                    Operation.Interrupt _,
                    Operation.ExecApproval _,
                    Operation.Undo _,
                    Operation.Compact _,
                    Operation.New _,
                    Operation.Resume _,
                    Operation.SetAutoApproval _,
                    Operation.Fork _,
                    Operation.OpenSession _,
                    Operation.SessionNotLoaded _ ->
                    refuse(
                            draft,
                            submitted,
                            OperationKind.of(submitted.operation()).wireName()
                                    + " cannot be carried out by this version");
        }
    }

    /// A user's text, unless it is larger than a message may be.
    static void say(Draft draft, SubmittedOperation submitted, Operation.UserInput input) {
        if (Bounds.bytes(input.text()) > Topics.MAX_BODY_BYTES) {
            refuse(draft, submitted, "a message has at most 1 MiB");
        } else {
            draft.add(new Fact.UserMessage(submitted.operationId(), input.text()));
        }
    }

    static void refuse(Draft draft, SubmittedOperation submitted, String reason) {
        draft.add(
                new Fact.OperationRefused(
                        submitted.operationId(), submitted.kind().wireName(), reason));
    }

    private static void interrupt(Draft draft, OperationId id) {
        var open =
                draft.state().phase() instanceof Phase.RunningTools tools
                        ? tools.pending()
                        : List.<OpenCall>of();
        draft.add(new Fact.Interrupting(id));
        for (OpenCall call : open) {
            if (call.isWaitingForPeople()) {
                Approvals.giveUpInterrupted(call, draft);
            } else {
                draft.add(Fact.ToolStateChange.of(call.call(), call.tool(), "cancelled"));
                draft.stop(call.pending());
            }
        }
        if (draft.state().phase() instanceof Phase.Interrupting left && left.isEmpty()) {
            Turns.interrupted(draft);
        }
    }

    private static boolean hasRoom(SessionState state) {
        return state.queue().size() < QueuedOperation.MOST;
    }
}
