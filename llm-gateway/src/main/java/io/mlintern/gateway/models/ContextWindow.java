package io.mlintern.gateway.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.OptionalLong;

/// Finds the context window in a server's description of a model: each server has its own name for it.
final class ContextWindow {
    /// vLLM; LM Studio (as loaded, then at most); llama.cpp (as started, then as trained); others.
    private static final List<String> PLACES =
            List.of(
                    "/max_model_len",
                    "/loaded_context_length",
                    "/max_context_length",
                    "/meta/n_ctx",
                    "/meta/n_ctx_train",
                    "/context_length",
                    "/context_window",
                    "/max_input_tokens");

    private ContextWindow() {}

    static OptionalLong of(JsonNode model) {
        for (String place : PLACES) {
            long tokens = model.at(place).asLong(0);
            if (tokens > 0) return OptionalLong.of(tokens);
        }
        // The Hugging Face router lists providers; what every one of them takes is safe.
        long smallest = 0;
        for (JsonNode provider : model.path("providers")) {
            long tokens = provider.path("context_length").asLong(0);
            if (tokens > 0 && (smallest == 0 || tokens < smallest)) smallest = tokens;
        }
        return smallest > 0 ? OptionalLong.of(smallest) : OptionalLong.empty();
    }
}
