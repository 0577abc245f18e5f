package io.mlintern.system;

import java.util.List;
import java.util.Map;

/// What a fake provider does with a request.
public sealed interface ModelAnswer {
    record Text(String text) implements ModelAnswer {}

    record Calls(String text, List<Call> calls) implements ModelAnswer {
        public Calls {
            calls = List.copyOf(calls);
        }
    }

    record Status(int code, Map<String, String> headers, String body) implements ModelAnswer {
        public Status {
            headers = Map.copyOf(headers);
        }
    }

    /// Half of an answer with this text, then the connection is gone.
    record Cut(String text) implements ModelAnswer {}

    record Garbage(String bytes) implements ModelAnswer {}

    record Call(String tool, Map<String, ?> arguments) {
        public Call {
            arguments = Map.copyOf(arguments);
        }
    }

    static ModelAnswer says(String text) {
        return new Text(text);
    }

    static ModelAnswer bash(String command) {
        return calls(new Call("bash", Map.of("command", command)));
    }

    static Call write(String path, String content) {
        return new Call("write", Map.of("path", path, "content", content));
    }

    static ModelAnswer calls(Call... calls) {
        return new Calls("I look.", List.of(calls));
    }

    static ModelAnswer fails(int status, String message) {
        return new Status(
                status,
                Map.of(),
                Api.json(
                        Map.of(
                                "type",
                                "error",
                                "error",
                                Map.of("type", "some_error", "message", message))));
    }
}
