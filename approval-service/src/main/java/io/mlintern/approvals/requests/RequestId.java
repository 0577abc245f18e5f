package io.mlintern.approvals.requests;

import io.mlintern.protocol.CallId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names a request: the call, and how often people were asked about it (from 1). Its text is `<call id>.<round>`.
public record RequestId(CallId call, int round) {
    private static final Pattern SHAPE = Pattern.compile("(.+)\\.([1-9][0-9]{0,5})");

    /// Empty for a text that names none.
    public static Optional<RequestId> parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new RequestId(
                            new CallId(matcher.group(1)), Integer.parseInt(matcher.group(2))));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return call + "." + round;
    }
}
