package io.mlintern.gateway.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mlintern.gateway.chat.ChatMessage;
import io.mlintern.gateway.chat.ChatMessage.FromModel;
import io.mlintern.gateway.chat.ChatMessage.FromTool;
import io.mlintern.gateway.chat.ChatMessage.FromUser;
import io.mlintern.gateway.chat.ChatMessage.Instructions;
import io.mlintern.gateway.chat.ChatRequest;
import io.mlintern.gateway.chat.ToolCall;
import io.mlintern.gateway.chat.ToolSpec;
import io.mlintern.protocol.ModelId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnthropicRequestTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aConversationWithToolsIsSaidInAnthropicsWords() throws Exception {
        var messages =
                List.of(
                        new Instructions("Be brief."),
                        new FromUser("Look."),
                        new FromModel(
                                "",
                                List.of(
                                        new ToolCall("s.1", "bash", "{\"command\":\"ls\"}"),
                                        new ToolCall("s.2", "read", "not json"))),
                        new FromTool("s.1", "a.txt"),
                        new FromTool("s.2", ""),
                        new FromUser("And now?"));

        assertThat(body(messages, Map.of("max_tokens", 99, "tool_choice", "required")))
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"model":"claude-x","max_tokens":99,
                                 "system":[{"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral"}}],
                                 "messages":[
                                  {"role":"user","content":[{"type":"text","text":"Look."}]},
                                  {"role":"assistant","content":[
                                    {"type":"tool_use","id":"s_1","name":"bash","input":{"command":"ls"}},
                                    {"type":"tool_use","id":"s_2","name":"read","input":{}}]},
                                  {"role":"user","content":[
                                    {"type":"tool_result","tool_use_id":"s_1","content":"a.txt"},
                                    {"type":"tool_result","tool_use_id":"s_2","content":""},
                                    {"type":"text","text":"And now?","cache_control":{"type":"ephemeral"}}]}],
                                 "tools":[{"name":"bash","description":"d","input_schema":{"type":"object"},
                                           "cache_control":{"type":"ephemeral"}}],
                                 "tool_choice":{"type":"any"},
                                 "stream":true}
                                """));
    }

    @Test
    void theRequiredLimitIsWhatTheGenerationTakes() throws Exception {
        assertThat(body(List.of(new FromUser("x")), Map.of()).path("max_tokens").asInt())
                .isEqualTo(32_000);
    }

    private static JsonNode body(List<? extends ChatMessage> messages, Map<String, Object> options)
            throws Exception {
        var request =
                new ChatRequest(
                        new ModelId("anthropic/claude-x"),
                        List.copyOf(messages),
                        List.of(new ToolSpec("bash", "d", Map.of())),
                        true,
                        true,
                        true,
                        options);
        return JSON.readTree(JSON.writeValueAsBytes(AnthropicRequest.body(request, "claude-x")));
    }
}
