package io.mlintern.cli.models;

import java.util.List;
import java.util.Optional;

/// Where a model id leads, and the variables that decide whether one can get there.
///
/// @see ModelId#provider()
@SuppressWarnings("ImmutableEnumChecker") // The lists are made by List.of.
enum Provider {
    SCRIPT(List.of(), List.of(), Optional.empty()),
    ANTHROPIC(
            List.of("ANTHROPIC_API_KEY", "HF_TOKEN"),
            List.of("ANTHROPIC_BASE_URL", "HF_ROUTER_BASE_URL"),
            Optional.empty()),
    OPENAI(
            List.of("OPENAI_API_KEY", "HF_TOKEN"),
            List.of("OPENAI_BASE_URL", "HF_ROUTER_BASE_URL"),
            Optional.empty()),
    HF_ROUTER(List.of("HF_TOKEN"), List.of("HF_ROUTER_BASE_URL"), Optional.empty()),
    OLLAMA(
            List.of(),
            List.of("OLLAMA_BASE_URL", "LOCAL_LLM_BASE_URL"),
            Optional.of("http://localhost:11434")),
    VLLM(
            List.of(),
            List.of("VLLM_BASE_URL", "LOCAL_LLM_BASE_URL"),
            Optional.of("http://localhost:8000")),
    LM_STUDIO(
            List.of(),
            List.of("LMSTUDIO_BASE_URL", "LOCAL_LLM_BASE_URL"),
            Optional.of("http://127.0.0.1:1234")),
    LLAMACPP(
            List.of(),
            List.of("LLAMACPP_BASE_URL", "LOCAL_LLM_BASE_URL"),
            Optional.of("http://localhost:8080"));

    private final List<String> keys;
    private final List<String> baseUrls;
    private final Optional<String> localDefault;

    Provider(List<String> keys, List<String> baseUrls, Optional<String> localDefault) {
        this.keys = keys;
        this.baseUrls = baseUrls;
        this.localDefault = localDefault;
    }

    /// Any one of them is enough.
    List<String> keys() {
        return keys;
    }

    /// The stronger first.
    List<String> baseUrls() {
        return baseUrls;
    }

    /// The address of a local model server when no variable names one; empty for hosted models.
    Optional<String> localDefault() {
        return localDefault;
    }
}
