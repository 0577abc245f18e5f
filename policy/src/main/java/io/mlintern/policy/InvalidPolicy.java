package io.mlintern.policy;

import java.util.List;
import java.util.stream.Collectors;

/// A policy's source is not one: nothing of it is used.
public final class InvalidPolicy extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<PolicyProblem> problems;

    InvalidPolicy(List<PolicyProblem> problems) {
        super(problems.stream().map(PolicyProblem::toString).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    public List<PolicyProblem> problems() {
        return problems;
    }
}
