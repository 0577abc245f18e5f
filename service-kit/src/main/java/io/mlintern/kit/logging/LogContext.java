package io.mlintern.kit.logging;

import io.mlintern.protocol.CallId;
import io.mlintern.protocol.SessionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.MDC;

/// What the log lines of this thread are about: `tenant`, `session`, `turn`, `call`. Ends with its block, and leaves what
/// was there before.
///
/// ```java
/// try (var _ = LogContext.call(call)) { … }
/// ```
public final class LogContext implements AutoCloseable {
    public static final String TENANT = "tenant";
    public static final String SESSION = "session";
    public static final String TURN = "turn";
    public static final String CALL = "call";

    /// In the order in which a line shows them.
    static final List<String> KEYS = List.of(TENANT, SESSION, TURN, CALL);

    private final Map<String, Optional<String>> before = new LinkedHashMap<>();

    private LogContext(Map<String, String> entries) {
        entries.forEach(
                (key, value) -> {
                    before.put(key, Optional.ofNullable(MDC.get(key)));
                    MDC.put(key, value);
                });
    }

    public static LogContext tenant(String tenant) {
        return new LogContext(Map.of(TENANT, tenant));
    }

    public static LogContext session(SessionId session) {
        return new LogContext(Map.of(SESSION, session.value()));
    }

    public static LogContext turn(SessionId session, int turn) {
        return new LogContext(Map.of(SESSION, session.value(), TURN, Integer.toString(turn)));
    }

    /// The call with its session and its turn.
    public static LogContext call(CallId call) {
        String turn = call.value().split("-", -1)[1];
        return new LogContext(
                Map.of(SESSION, call.session().value(), TURN, turn, CALL, call.value()));
    }

    /// What a line of this thread would show now, such as `session=… turn=3`.
    static String current() {
        List<String> shown = new ArrayList<>();
        for (String key : KEYS) {
            Optional.ofNullable(MDC.get(key)).ifPresent(value -> shown.add(key + "=" + value));
        }
        return String.join(" ", shown);
    }

    @Override
    public void close() {
        before.forEach(
                (key, value) ->
                        value.ifPresentOrElse(old -> MDC.put(key, old), () -> MDC.remove(key)));
    }
}
