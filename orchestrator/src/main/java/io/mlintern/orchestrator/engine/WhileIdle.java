package io.mlintern.orchestrator.engine;

import io.mlintern.protocol.Fact;
import io.mlintern.protocol.Operation;
import io.mlintern.protocol.OperationId;
import io.mlintern.protocol.SubmittedOperation;

/// Nothing runs: an operation begins at once, a result can only be late.
final class WhileIdle {
    private WhileIdle() {}

    static Decision decide(SessionState state, SessionInput input, SessionContext context) {
        return switch (input) {
            case SessionInput.Submitted submitted ->
                    operation(state, submitted.operation(), context);
            case SessionInput.FromTool late -> LateResults.tool(state, late.result(), context);
            case SessionInput.FromModel _ -> Decision.nothing(Decision.Dropped.SETTLED_CALL);
            case SessionInput.FromPeople _, SessionInput.DeadlinePassed _ ->
                    Decision.nothing(Decision.Dropped.NOT_AWAITED);
        };
    }

    private static Decision operation(
            SessionState state, SubmittedOperation submitted, SessionContext context) {
        var draft = new Draft(state, context);
        OperationId id = submitted.operationId();
        switch (submitted.operation()) {
            case Operation.UserInput input -> {
                Operations.say(draft, submitted, input);
                Turns.next(draft);
            }
            case Operation.Shutdown _ -> {
                draft.add(new Fact.OperationQueued(id, submitted.kind().wireName()));
                Turns.next(draft);
            }
            case Operation.Interrupt _ ->
                    Operations.refuse(draft, submitted, "nothing runs that could be interrupted");
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
                    Operations.settings(draft, submitted);
        }
        return draft.done();
    }
}
