package io.mlintern.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How a tool call ended, and the text that the model reads.
public record CallOutcome(Kind kind, String output) {

    public enum Kind {
        /// It ran and succeeded.
        @JsonProperty("done")
        DONE,
        /// It ran and failed; the text says how.
        @JsonProperty("failed")
        FAILED,
        /// It did not run: arguments, policy or an unknown name stood against it.
        @JsonProperty("refused")
        REFUSED,
        /// It was stopped. Provisional: a later definite outcome amends it.
        @JsonProperty("cancelled")
        CANCELLED,
        /// Nobody can tell whether it took effect. Provisional.
        @JsonProperty("unknown")
        UNKNOWN;

        public boolean isDefinite() {
            return switch (this) {
                case DONE, FAILED, REFUSED -> true;
                case CANCELLED, UNKNOWN -> false;
            };
        }
    }

    public boolean success() {
        return kind == Kind.DONE;
    }
}
