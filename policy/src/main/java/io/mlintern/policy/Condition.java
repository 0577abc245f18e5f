package io.mlintern.policy;

import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;

/// A compiled CEL condition of a rule.
final class Condition {
    private final Program program;

    private Condition(Program program) {
        this.program = program;
    }

    sealed interface Compiled {
        record Ok(Condition condition) implements Compiled {}

        /// @param line within the expression, from 1
        record Wrong(int line, String message) implements Compiled {}
    }

    sealed interface Outcome {
        record Holds() implements Outcome {}

        record HoldsNot() implements Outcome {}

        /// @param why the kind of error, without any value of the call
        record Failed(String why) implements Outcome {}
    }

    static Compiled compile(String expression) {
        CelValidationResult result = Language.compiler().compile(expression);
        if (result.hasError()) {
            CelIssue first = result.getErrors().getFirst();
            return new Compiled.Wrong(
                    Math.max(1, first.getSourceLocation().getLine()), first.getMessage());
        }
        try {
            return new Compiled.Ok(
                    new Condition(Language.runtime().createProgram(result.getAst())));
        } catch (CelValidationException | CelEvaluationException e) {
            return new Compiled.Wrong(1, e.getMessage());
        }
    }

    Outcome test(CallVariables variables) {
        try {
            return program.eval(variables) instanceof Boolean holds
                    ? holds ? new Outcome.Holds() : new Outcome.HoldsNot()
                    : new Outcome.Failed("its value is neither true nor false");
        } catch (CelEvaluationException e) {
            return new Outcome.Failed(e.getErrorCode().name().replace('_', ' '));
        }
    }
}
