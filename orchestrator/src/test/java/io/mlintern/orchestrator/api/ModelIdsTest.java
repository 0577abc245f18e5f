package io.mlintern.orchestrator.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelIdsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "anthropic/claude-opus-4.8",
                "anthropic/claude-opus-4.8:fal-ai",
                "openai/gpt-oss-120b:cerebras",
                "moonshotai/Kimi-K2.6",
                "moonshotai/Kimi-K2.6:cheapest",
                "huggingface/moonshotai/Kimi-K2.6:novita",
                "ollama/llama3.2:3b",
                "vllm/org/model",
                "lm_studio/x",
                "llamacpp/x.gguf",
                "script/demo",
            })
    void theseCanBeRouted(String id) {
        assertThat(ModelIds.read(id)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "gpt-4",
                "anthropic/",
                "/x",
                "ollama/",
                "script/",
                "huggingface/",
                "a/b/c",
                "org/name:",
                "org/na me",
                "org/name\n",
                "../etc/passwd",
                "org/name:tag:tag",
            })
    void theseCannot(String id) {
        assertThat(ModelIds.read(id)).isEmpty();
    }
}
