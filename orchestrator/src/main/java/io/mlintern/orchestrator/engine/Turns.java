package io.mlintern.orchestrator.engine;

import io.mlintern.protocol.CallId;
import io.mlintern.protocol.ErrorCode;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.SessionSettings;
import java.util.Optional;

/// How a turn begins, goes round and ends. Every way of ending looks at what has queued up meanwhile.
final class Turns {
    private Turns() {}

    /// Begins the next thing that waits, if anything does.
    static void next(Draft draft) {
        if (draft.state().queue().isEmpty()) {
            return;
        }
        switch (draft.state().queue().getFirst()) {
            case QueuedOperation.Turn(long userMessage) -> begin(draft, userMessage);
            case QueuedOperation.End _ -> draft.add(new Fact.Shutdown());
        }
    }

    private static void begin(Draft draft, long userMessage) {
        draft.add(new Fact.Processing("working on it", userMessage));
        SessionSettings settings = draft.state().settings();
        SessionContext context = draft.context();
        String promptVersion = context.prompt().versionFor(settings, context.tools());
        if (draft.state()
                .systemPrompt()
                .filter(pinned -> pinned.version().equals(promptVersion))
                .isEmpty()) {
            draft.add(
                    new Fact.SystemPrompt(
                            promptVersion,
                            context.prompt().render(settings, context.tools(), context.now())));
        }
        if (draft.state()
                .tools()
                .filter(pinned -> pinned.versions().equals(context.tools().versions()))
                .isEmpty()) {
            draft.add(context.tools().pin());
        }
        askModel(draft, 1);
    }

    /// Asks the model for the given iteration, unless the turn has used up its calls.
    static void askModel(Draft draft, int iteration) {
        SessionState state = draft.state();
        SessionSettings settings = state.settings();
        if (settings.maxIterations() >= 0 && iteration > settings.maxIterations()) {
            complete(draft, Optional.empty(), Fact.TurnEnd.ITERATION_LIMIT);
            return;
        }
        draft.add(
                new Fact.ModelCallRequested(
                        CallId.ofModel(state.id(), state.turn(), iteration),
                        iteration,
                        settings.model(),
                        settings.effort(),
                        settings.stream(),
                        state.systemPrompt().orElseThrow().seq(),
                        state.tools().orElseThrow().seq(),
                        state.seq()));
    }

    static void complete(Draft draft, Optional<String> finalResponse, Fact.TurnEnd reason) {
        draft.add(new Fact.TurnComplete(draft.state().historySize(), finalResponse, reason));
        next(draft);
    }

    static void fail(Draft draft, String text, ErrorCode code) {
        draft.add(new Fact.Error(Bounds.shortened(text, Bounds.DETAIL_BYTES), code));
        next(draft);
    }

    static void interrupted(Draft draft) {
        draft.add(new Fact.Interrupted());
        next(draft);
    }
}
