package io.mlintern.gateway.script;

import static io.mlintern.gateway.chat.FailureCode.MODEL_NOT_FOUND;

import io.mlintern.gateway.chat.ChatMessage;
import io.mlintern.gateway.chat.ChatRequest;
import io.mlintern.gateway.chat.FailureCode;
import io.mlintern.gateway.chat.ModelCall;
import io.mlintern.gateway.chat.ModelCallException;
import io.mlintern.gateway.chat.ModelStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// The models that need no provider:
///
/// - `script/demo` does a small real job with the tools;
/// - `script/echo` says the user's last words;
/// - `script/slow[/MILLIS]` counts to a hundred, silent so long before each piece (200 ms);
/// - `script/fail[/CODE]` fails with that code ([FailureCode], `upstream_error` when left out).
public final class ScriptedModels {
    private static final Duration SLOW = Duration.ofMillis(200);

    private final Script demo = new DemoJob();

    /// Those that are shown to people; the others are for trying out clients.
    public List<String> shown() {
        return List.of("demo");
    }

    public ModelStream open(ModelCall call, String name) throws ModelCallException {
        ScriptReply reply = script(name).reply(call.request());
        return new ScriptedStream(reply, call);
    }

    private Script script(String name) throws ModelCallException {
        String[] parts = name.split("/", 2);
        String argument = parts.length == 2 ? parts[1] : "";
        return switch (parts[0]) {
            case "demo" -> demo;
            case "echo" -> ScriptedModels::echo;
            case "slow" -> slow(argument);
            case "fail" -> fail(argument);
            default ->
                    throw new ModelCallException(
                            MODEL_NOT_FOUND,
                            "There is no scripted model '" + name + "'; try script/demo.");
        };
    }

    private static ScriptReply echo(ChatRequest request) {
        String said =
                request.messages().reversed().stream()
                        .filter(ChatMessage.FromUser.class::isInstance)
                        .map(ChatMessage::text)
                        .findFirst()
                        .orElse("");
        return ScriptReply.says("[scripted] " + said);
    }

    private static Script slow(String millis) {
        Duration pause =
                millis.matches("\\d{1,7}") ? Duration.ofMillis(Long.parseLong(millis)) : SLOW;
        var count = new StringBuilder("[scripted]");
        for (int i = 1; i <= 100; i++) count.append(' ').append(i);
        return _ -> new ScriptReply(count.toString(), List.of(), pause);
    }

    private static Script fail(String code) {
        FailureCode wanted =
                Arrays.stream(FailureCode.values())
                        .filter(known -> known.wireName().equals(code))
                        .findFirst()
                        .orElse(FailureCode.UPSTREAM_ERROR);
        return _ -> {
            throw new ModelCallException(wanted, "This scripted model always fails.");
        };
    }
}
