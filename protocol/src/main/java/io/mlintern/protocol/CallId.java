package io.mlintern.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/// Names one model call or tool call.
///
/// Derived, never random: `<session>-<turn>-<iteration>-m` for a model call, `<session>-<turn>-<iteration>-<index>` for a
/// tool call, so that a replay and a second replica give the same id. Safe as a folder name and as a provider's
/// `tool_call_id` (at most 40 characters for turns and iterations below 10,000).
public record CallId(@JsonValue String value) {
    private static final Pattern SHAPE =
            Pattern.compile("[a-z0-9]{20}-[0-9]{1,9}-[0-9]{1,9}-(m|[0-9]{1,4})");

    @JsonCreator
    public CallId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a call id is <session>-<turn>-<iteration>-<m or index>");
        }
    }

    public static CallId ofModel(SessionId session, int turn, int iteration) {
        return new CallId(session + "-" + turn + "-" + iteration + "-m");
    }

    public static CallId ofTool(SessionId session, int turn, int iteration, int index) {
        return new CallId(session + "-" + turn + "-" + iteration + "-" + index);
    }

    public SessionId session() {
        return new SessionId(value.substring(0, 20));
    }

    @Override
    public String toString() {
        return value;
    }
}
