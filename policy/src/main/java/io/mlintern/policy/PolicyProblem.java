package io.mlintern.policy;

import java.util.Optional;

/// Something wrong in a policy's source.
///
/// @param rule the rule's name, where it is known
/// @param line from 1
public record PolicyProblem(Optional<String> rule, int line, String message) {
    @Override
    public String toString() {
        return "line " + line + rule.map(name -> ", rule " + name).orElse("") + ": " + message;
    }
}
