package io.mlintern.orchestrator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeSet;

/// Which keys and addresses users may store: the variables of the table of models, and the Hub's.
final class CredentialNames {
    private static final Set<String> KEYS =
            Set.of(
                    "ANTHROPIC_API_KEY",
                    "OPENAI_API_KEY",
                    "HF_TOKEN",
                    "OLLAMA_API_KEY",
                    "VLLM_API_KEY",
                    "LMSTUDIO_API_KEY",
                    "LLAMACPP_API_KEY",
                    "LOCAL_LLM_API_KEY");

    private static final Set<String> ADDRESSES =
            Set.of(
                    "ANTHROPIC_BASE_URL",
                    "OPENAI_BASE_URL",
                    "HF_ROUTER_BASE_URL",
                    "OLLAMA_BASE_URL",
                    "VLLM_BASE_URL",
                    "LMSTUDIO_BASE_URL",
                    "LLAMACPP_BASE_URL",
                    "LOCAL_LLM_BASE_URL",
                    "HF_ENDPOINT");

    private static final int LONGEST = 8192;

    private CredentialNames() {}

    /// Refuses names that are none and values that are no text. Messages show names, never values.
    ///
    /// @param addresses whether base URLs are taken: on a person's own server only, over loopback
    static void check(ObjectNode values, boolean addresses) {
        values.properties()
                .forEach(
                        entry -> {
                            String name = entry.getKey();
                            if (!KEYS.contains(name) && !ADDRESSES.contains(name)) {
                                throw Refusal.of(
                                        422,
                                        "unknown_credential",
                                        "only these are taken: " + String.join(", ", allNames()));
                            }
                            if (ADDRESSES.contains(name) && !addresses) {
                                throw Refusal.of(
                                        422,
                                        "not_available",
                                        name + " is configuration of this server");
                            }
                            if (!entry.getValue().isTextual()
                                    || entry.getValue().textValue().length() > LONGEST) {
                                throw Refusal.invalid(
                                        name + " must be a string of at most 8192 characters");
                            }
                        });
    }

    private static Iterable<String> allNames() {
        var names = new TreeSet<>(KEYS);
        names.addAll(ADDRESSES);
        return names;
    }
}
