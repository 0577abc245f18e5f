package io.mlintern.gateway.script;

import io.mlintern.gateway.chat.ChatMessage;
import io.mlintern.gateway.chat.ToolCall;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Lets a script be written as one straight method although each of its replies is a request of its own.
///
/// The script runs from its beginning at every request; calls that the conversation has results for are answered from
/// there, the first one without ends the run with [Awaiting]. So the state of the script is the conversation, and
/// nothing else. Only what came after the last words of the user counts: a new prompt begins anew.
final class Replay {
    /// The reply that has to be given now; no failure.
    static final class Awaiting extends Exception {
        private static final long serialVersionUID = 1;

        private final transient ScriptReply reply;

        private Awaiting(ScriptReply reply) {
            super("awaiting the results of " + reply.calls().size() + " calls", null, false, false);
            this.reply = reply;
        }

        ScriptReply reply() {
            return reply;
        }
    }

    private record Step(List<String> tools, List<String> outputs) {}

    private final Deque<Step> recorded;

    private Replay(Deque<Step> recorded) {
        this.recorded = recorded;
    }

    static Replay of(List<ChatMessage> messages) {
        Map<String, String> outputs = new HashMap<>();
        List<ChatMessage.FromModel> asked = new ArrayList<>();
        for (ChatMessage message : messages) {
            switch (message) {
                case ChatMessage.Instructions _ -> {}
                case ChatMessage.FromUser _ -> asked.clear();
                case ChatMessage.FromModel said -> asked.add(said);
                case ChatMessage.FromTool(String id, String text) -> outputs.put(id, text);
            }
        }
        Deque<Step> steps = new ArrayDeque<>();
        for (var said : asked) if (!said.calls().isEmpty()) steps.add(step(said.calls(), outputs));
        return new Replay(steps);
    }

    /// The outputs of these calls, in order.
    ///
    /// @throws Awaiting when they have not been made yet: the text and the calls are the reply then
    List<String> outputs(String text, List<ScriptReply.Call> calls) throws Awaiting {
        List<String> tools = calls.stream().map(ScriptReply.Call::tool).toList();
        Step next = recorded.poll();
        // Calls that another model made in this turn are passed over.
        while (next != null && !next.tools().equals(tools)) next = recorded.poll();
        if (next == null) throw new Awaiting(new ScriptReply(text, calls, Duration.ZERO));
        return next.outputs();
    }

    private static Step step(List<ToolCall> calls, Map<String, String> outputs) {
        return new Step(
                calls.stream().map(ToolCall::name).toList(),
                calls.stream().map(call -> outputs.getOrDefault(call.id(), "")).toList());
    }
}
