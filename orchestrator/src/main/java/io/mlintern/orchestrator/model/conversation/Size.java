package io.mlintern.orchestrator.model.conversation;

import io.mlintern.protocol.Fact;

/// About how many bytes of memory a fact takes; 0 for those that no request needs.
final class Size {
    private static final long FRAME = 128;

    private Size() {}

    static long of(Fact fact) {
        return switch (fact) {
            case Fact.SystemPrompt prompt -> text(prompt.text());
            case Fact.ToolsPinned pinned ->
                    pinned.tools().stream().mapToLong(Size::tool).sum() + FRAME;
            case Fact.UserMessage said -> text(said.text());
            case Fact.AssistantMessage answer ->
                    text(answer.content())
                            + answer.toolCalls().stream()
                                    .mapToLong(call -> text(call.arguments().text()))
                                    .sum();
            case Fact.SteeringAdded notice -> text(notice.text());
            case Fact.ToolOutput output -> text(output.output());
            case Fact.ToolOutputAmended amended -> text(amended.output());
            case Fact.Compacted compacted -> text(compacted.summary());
            case Fact.SessionOpened _,
                    Fact.Processing _,
                    Fact.ModelCallRequested _,
                    Fact.UndoComplete _ ->
                    FRAME;
            case Fact.Ready _,
                    Fact.ModelCallStarted _,
                    Fact.CallHandedOutAgain _,
                    Fact.CallSentBack _,
                    Fact.AssistantStreamEnd _,
                    Fact.LlmCall _,
                    Fact.ToolCall _,
                    Fact.ToolStateChange _,
                    Fact.ApprovalRequired _,
                    Fact.PolicyDecided _,
                    Fact.PlanUpdate _,
                    Fact.TurnComplete _,
                    Fact.Error _,
                    Fact.Interrupting _,
                    Fact.Interrupted _,
                    Fact.NewComplete _,
                    Fact.ResumeComplete _,
                    Fact.TitleChanged _,
                    Fact.ModelChanged _,
                    Fact.EffortChanged _,
                    Fact.OperationRefused _,
                    Fact.OperationQueued _,
                    Fact.SessionTerminated _,
                    Fact.SessionQuarantined _,
                    Fact.SessionArchived _,
                    Fact.Shutdown _,
                    Fact.HfJobSubmit _,
                    Fact.HfJobComplete _ ->
                    0;
        };
    }

    private static long tool(Fact.PinnedTool tool) {
        return text(tool.description()) + text(tool.parameters().text());
    }

    /// Two bytes a character: the most that a string takes.
    private static long text(String text) {
        return FRAME + 2L * text.length();
    }
}
