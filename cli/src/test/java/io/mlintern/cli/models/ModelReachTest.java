package io.mlintern.cli.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.cli.config.Environment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelReachTest {
    @ParameterizedTest
    @CsvSource({
        "script/demo,SCRIPT",
        "anthropic/claude-opus-4.8,ANTHROPIC",
        "anthropic/claude-opus-4.8:fal-ai,HF_ROUTER",
        "openai/gpt-5.5,OPENAI",
        "openai/gpt-5.5:fastest,HF_ROUTER",
        "moonshotai/Kimi-K2.6,HF_ROUTER",
        "huggingface/moonshotai/Kimi-K2.6,HF_ROUTER",
        "ollama/llama3:8b,OLLAMA",
        "vllm/Qwen/Qwen3,VLLM",
        "lm_studio/x,LM_STUDIO",
        "llamacpp/x,LLAMACPP",
    })
    void anIdLeadsTo(String id, Provider expected) {
        assertThat(new ModelId(id).provider()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "script/demo,NOTHING,true",
        "anthropic/x,NOTHING,false",
        "anthropic/x,ANTHROPIC_API_KEY,true",
        "anthropic/x,HF_TOKEN,true",
        "anthropic/x,OPENAI_API_KEY,false",
        "anthropic/x:fal-ai,ANTHROPIC_API_KEY,false",
        "anthropic/x:fal-ai,HF_TOKEN,true",
        "openai/x,OPENAI_API_KEY,true",
        "org/x,OPENAI_API_KEY,false",
        "org/x,HF_ROUTER_BASE_URL,true",
    })
    void aHostedModelNeedsAKeyOrAnAddress(String id, String set, boolean expected) {
        var reach = new ModelReach(Environment.of(Map.of(set, "http://x")));

        assertThat(reach.seems(new ModelId(id))).isEqualTo(expected);
    }

    @Test
    void aLocalModelNeedsAServerThatAnswers() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + listener.getLocalPort();

            assertThat(reaches("VLLM_BASE_URL", url)).isTrue();
            assertThat(reaches("LOCAL_LLM_BASE_URL", url + "/v1")).isTrue();
            assertThat(reaches("VLLM_BASE_URL", "http://127.0.0.1:1")).isFalse();
            assertThat(reaches("VLLM_BASE_URL", "no address")).isFalse();
        }
    }

    private static boolean reaches(String variable, String url) {
        return new ModelReach(Environment.of(Map.of(variable, url))).seems(new ModelId("vllm/x"));
    }
}
