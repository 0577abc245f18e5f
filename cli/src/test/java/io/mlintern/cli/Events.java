package io.mlintern.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlintern.cli.events.SessionEvent;
import io.mlintern.cli.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Writes events as the server sends them.
public final class Events {
    private final List<String> lines = new ArrayList<>();
    private long seq;
    private int chunk;

    public Events add(String type, String data) {
        try {
            ObjectNode envelope = Json.object();
            envelope.put("event_type", type).put("session_id", FakeServer.SESSION);
            if (!type.equals("assistant_chunk") && !type.equals("tool_log")) {
                envelope.put("seq", ++seq);
            }
            envelope.put("time", "2026-01-01T00:00:00Z").put("turn", 1);
            envelope.set("data", Json.parse(data.replace('\'', '"')));
            lines.add(envelope.toString());
            return this;
        } catch (IOException e) {
            throw new IllegalArgumentException(data, e);
        }
    }

    /// A turn's first events, for the operation that a new server calls `op1`.
    public Events begin() {
        return add("user_message", "{'operation_id':'op1','text':'hi'}")
                .add("processing", "{'message':'…','user_message':%d}".formatted(seq));
    }

    public Events chunk(String call, int attempt, String content) {
        return add(
                "assistant_chunk",
                "{'content':'%s','call_id':'%s','attempt':%d,'index':%d}"
                        .formatted(content, call, attempt, chunk++));
    }

    public Events message(String call, String content, boolean streamed) {
        return add(
                "assistant_message",
                "{'call_id':'%s','content':'%s','tool_calls':[],'finish_reason':'stop','streamed':%s}"
                        .formatted(call, content, streamed));
    }

    public Events messageWithCall(String call, String content) {
        return add(
                "assistant_message",
                "{'call_id':'%s','content':'%s','tool_calls':[{'tool_call_id':'t','tool':'bash','arguments':{}}],'streamed':true}"
                        .formatted(call, content));
    }

    public Events tool(String command, String output, boolean success) {
        return add(
                        "tool_call",
                        "{'tool':'bash','arguments':{'command':'%s'},'tool_call_id':'t'}"
                                .formatted(command))
                .add(
                        "tool_output",
                        "{'tool':'bash','tool_call_id':'t','output':'%s','success':%s}"
                                .formatted(output, success));
    }

    public Events complete(String answer, String reason) {
        return add(
                "turn_complete",
                "{'history_size':3,'final_response':'%s','reason':'%s'}".formatted(answer, reason));
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    public List<SessionEvent> all() {
        return lines.stream().map(SessionEvent::of).toList();
    }

    public static SessionEvent one(String type, String data) {
        return new Events().add(type, data).all().getFirst();
    }
}
