package io.mlintern.policy;

import java.time.Duration;
import java.util.List;

/// What a policy says about a call, by which of its rules, and why in a sentence.
public sealed interface Verdict {
    String rule();

    String reason();

    record Allow(String rule, String reason) implements Verdict {}

    /// People decide: each level in turn, all within `expires`; no answer is a no.
    record Ask(String rule, String reason, List<Level> levels, Duration expires)
            implements Verdict {
        public Ask {
            levels = List.copyOf(levels);
            if (levels.isEmpty() || !expires.isPositive()) {
                throw new IllegalArgumentException("somebody is asked, for some time");
            }
        }
    }

    record Deny(String rule, String reason) implements Verdict {}
}
