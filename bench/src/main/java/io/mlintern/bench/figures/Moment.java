package io.mlintern.bench.figures;

/// The moments of one iteration that anybody can see from outside, in their order: at the model, in the rows of runs, on the
/// topics. Each names what lies between the one before and it.
///
/// A row's time is PostgreSQL's at the beginning of the statement that wrote it: its commit belongs to what follows.
public enum Moment {
    ANSWERED("the model's last byte"),
    ANSWER_COMPLETE("gateway and runner read the answer, chunks are acknowledged"),
    RESULT_TOLD("the answer's row is committed; model.results"),
    CALL_DECIDED("the engine reads it and decides; tool.calls"),
    CALL_CLAIMED("the step is committed, the call handed out, its claim begins"),
    TOOL_ENDED("the claim is committed, the tool runs"),
    OUTCOME_TOLD("the outcome's row is committed; tool.results"),
    NEXT_DECIDED("the engine reads it and decides; model_call_requested"),
    NEXT_CLAIMED("the step is committed, the runner reads it, its claim begins"),
    ASKED("the claim is committed, the request goes through the gateway");

    private final String words;

    Moment(String words) {
        this.words = words;
    }

    /// What happens from the moment before until this one.
    public String words() {
        return words;
    }
}
