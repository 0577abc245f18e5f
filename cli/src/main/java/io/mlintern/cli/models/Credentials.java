package io.mlintern.cli.models;

import io.mlintern.cli.config.Environment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The keys and base URLs that a call hands to the local server.
public final class Credentials {
    private static final List<String> KEYS =
            List.of(
                    "ANTHROPIC_API_KEY",
                    "OPENAI_API_KEY",
                    "HF_TOKEN",
                    "OLLAMA_API_KEY",
                    "VLLM_API_KEY",
                    "LMSTUDIO_API_KEY",
                    "LLAMACPP_API_KEY",
                    "LOCAL_LLM_API_KEY");
    private static final List<String> BASE_URLS =
            List.of(
                    "ANTHROPIC_BASE_URL",
                    "OPENAI_BASE_URL",
                    "HF_ROUTER_BASE_URL",
                    "OLLAMA_BASE_URL",
                    "VLLM_BASE_URL",
                    "LMSTUDIO_BASE_URL",
                    "LLAMACPP_BASE_URL",
                    "LOCAL_LLM_BASE_URL",
                    "HF_ENDPOINT");

    private Credentials() {}

    /// Those that are set, by name.
    public static Map<String, String> of(Environment environment) {
        var set = new LinkedHashMap<String, String>();
        for (List<String> names : List.of(KEYS, BASE_URLS)) {
            for (String name : names) {
                environment.given(name).ifPresent(value -> set.put(name, value));
            }
        }
        return set;
    }

    /// A sentence for each address that a `.env` redirects: whoever wrote that file receives the keys and prompts.
    public static List<String> redirections(Environment environment) {
        return BASE_URLS.stream()
                .filter(environment::has)
                .flatMap(
                        name ->
                                environment.fileOf(name).stream()
                                        .map(
                                                file ->
                                                        "%s is %s, taken from %s"
                                                                .formatted(
                                                                        name,
                                                                        environment
                                                                                .given(name)
                                                                                .orElseThrow(),
                                                                        file)))
                .toList();
    }
}
