package io.mlintern.policy;

import java.util.List;

/// A policy as written: read and checked in its form, its conditions not yet compiled.
record PolicySource(String id, List<Rule> rules) {
    /// The only version of the language so far: what a source must name as `language`.
    static final int LANGUAGE = 1;

    PolicySource {
        rules = List.copyOf(rules);
    }

    /// @param line where the condition begins, from 1
    record Rule(String name, String condition, int line, Verdict verdict) {}
}
