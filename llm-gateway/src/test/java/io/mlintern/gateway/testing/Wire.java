package io.mlintern.gateway.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/// The providers that one suite of tests holds for, each with the shapes that its server was seen to send.
public enum Wire {
    VLLM("vllm/x", "VLLM_API_KEY", "VLLM_BASE_URL", "/v1", "openai"),
    OLLAMA("ollama/x", "OLLAMA_API_KEY", "LOCAL_LLM_BASE_URL", "", "openai"),
    OPENAI("openai/x", "OPENAI_API_KEY", "OPENAI_BASE_URL", "/v1", "openai"),
    HF_ROUTER("org/x:fastest", "HF_TOKEN", "HF_ROUTER_BASE_URL", "/v1", "openai"),
    ANTHROPIC("anthropic/x", "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "", "anthropic");

    public static final String KEY = "planted-secret-4711";

    private final String model;
    private final String keyName;
    private final String baseUrlName;
    private final String basePath;
    private final String shape;

    Wire(String model, String keyName, String baseUrlName, String basePath, String shape) {
        this.model = model;
        this.keyName = keyName;
        this.baseUrlName = baseUrlName;
        this.basePath = basePath;
        this.shape = shape;
    }

    public String path() {
        return shape.equals("anthropic") ? "/v1/messages" : "/v1/chat/completions";
    }

    /// Header that carries the key, and its value.
    public Map.Entry<String, String> keyHeader() {
        return shape.equals("anthropic")
                ? Map.entry("x-api-key", KEY)
                : Map.entry("Authorization", "Bearer " + KEY);
    }

    /// A user of their own, for whom the provider is at this port of this machine.
    public String userAt(int port) {
        String user = "user-" + this + "-" + port;
        String base = "http://127.0.0.1:" + port + basePath;
        RunningGateway.credentials(user, Map.of(keyName, KEY, baseUrlName, base));
        return user;
    }

    public String request(boolean stream) {
        return """
        {"model":"%s","stream":%s,"stream_options":{"include_usage":true},
         "messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Look."}],
         "tools":[{"type":"function","function":{"name":"bash","description":"d","parameters":{"type":"object"}}}]}
        """
                .formatted(model, stream);
    }

    public String streamed() {
        return resource(shape + "-stream.sse");
    }

    /// A piece of what the model thinks, as one event of a streamed answer.
    public String thought(String piece) {
        return shape.equals("anthropic")
                ? "data: {\"type\":\"content_block_delta\",\"index\":9,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"%s\"}}\n\n"
                        .formatted(piece)
                : "data: {\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\"%s\"}}]}\n\n"
                        .formatted(piece);
    }

    public String whole() {
        return resource(shape + "-whole.json");
    }

    /// The beginning of a streamed answer, in the middle of its text.
    public String begun() {
        String whole = streamed();
        return whole.substring(0, whole.indexOf("\n\n", whole.indexOf("I look")) + 2);
    }

    public String error(String type, String message) {
        String error = "{\"type\":\"%s\",\"message\":\"%s\"}".formatted(type, message);
        return shape.equals("anthropic")
                ? "{\"type\":\"error\",\"error\":" + error + "}"
                : "{\"error\":" + error + "}";
    }

    private static String resource(String name) {
        try (InputStream in = Wire.class.getResourceAsStream("/wire/" + name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
