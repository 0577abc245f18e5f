package io.mlintern.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/// Where a session's tools work. `path` is the absolute folder of a `local` workspace.
public record Workspace(Kind kind, Optional<String> path) {

    /// The kinds of place; each offers the same four workspace tools.
    public enum Kind {
        LOCAL("local"),
        KUBERNETES("kubernetes"),
        HF_SPACE("hf-space");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        @JsonValue
        public String wireName() {
            return wireName;
        }

        @JsonCreator
        public static Kind of(String name) {
            return Arrays.stream(values())
                    .filter(kind -> kind.wireName.equals(name))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new IllegalArgumentException(
                                            "a workspace is local, kubernetes or hf-space"));
        }
    }
}
