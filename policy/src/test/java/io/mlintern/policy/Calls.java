package io.mlintern.policy;

import io.mlintern.protocol.CallId;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.ToolDescriptor.Effect;
import io.mlintern.protocol.ToolName;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/// Calls that tests judge.
public final class Calls {
    public static final CallId ID = CallId.ofTool(new SessionId("abcdefghij0123456789"), 1, 2, 0);

    private Calls() {}

    public static CallFacts of(String tool, Map<String, ?> arguments) {
        return new CallFacts(
                new ToolName(tool),
                JsonObject.of(arguments),
                Effect.WRITE,
                Optional.empty(),
                SessionFacts.of("ada", true));
    }

    static CallFacts costing(String usd) {
        CallFacts free = of("rent", Map.of());
        return new CallFacts(
                free.tool(),
                free.arguments(),
                Effect.SPEND,
                Optional.of(new BigDecimal(usd)),
                free.session());
    }
}
