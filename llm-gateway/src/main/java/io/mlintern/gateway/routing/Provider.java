package io.mlintern.gateway.routing;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The providers that the gateway reaches over HTTP, each with the names under which its address and key are given.
/// The first name that has a value wins.
public enum Provider {
    ANTHROPIC("anthropic", "ANTHROPIC", "ANTHROPIC_API_KEY", "https://api.anthropic.com"),
    OPENAI("openai", "OPENAI", "OPENAI_API_KEY", "https://api.openai.com/v1"),
    HF_ROUTER("hf-router", "HF_ROUTER", "HF_TOKEN", "https://router.huggingface.co/v1"),
    OLLAMA("ollama", "OLLAMA", "http://localhost:11434"),
    VLLM("vllm", "VLLM", "http://localhost:8000"),
    LM_STUDIO("lm_studio", "LMSTUDIO", "http://127.0.0.1:1234"),
    LLAMACPP("llamacpp", "LLAMACPP", "http://localhost:8080");

    private final String label;
    private final String baseUrlName;
    private final String keyName;
    private final String defaultBaseUrl;
    private final boolean localServer;

    Provider(String label, String prefix, String keyName, String baseUrl) {
        this.label = label;
        this.baseUrlName = prefix + "_BASE_URL";
        this.keyName = keyName;
        this.defaultBaseUrl = baseUrl;
        this.localServer = false;
    }

    Provider(String label, String prefix, String baseUrl) {
        this.label = label;
        this.baseUrlName = prefix + "_BASE_URL";
        this.keyName = prefix + "_API_KEY";
        this.defaultBaseUrl = baseUrl;
        this.localServer = true;
    }

    /// Name in messages and metrics; of a local server also the prefix of its model ids.
    public String label() {
        return label;
    }

    /// Folder of its settings: `mlintern.llm-gateway.<this>.base-url` and `….api-key`.
    public String configName() {
        return label.replace('_', '-').toLowerCase(Locale.ROOT);
    }

    public List<String> baseUrlNames() {
        return localServer ? List.of(baseUrlName, "LOCAL_LLM_BASE_URL") : List.of(baseUrlName);
    }

    public List<String> keyNames() {
        return localServer ? List.of(keyName, "LOCAL_LLM_API_KEY") : List.of(keyName);
    }

    public String defaultBaseUrl() {
        return defaultBaseUrl;
    }

    /// A server that somebody runs themselves: it needs no key, and `/v1` is added to its address when missing.
    public boolean localServer() {
        return localServer;
    }

    boolean isNamed(String text) {
        return text.toLowerCase(Locale.ROOT).replace('-', '_').equals(label);
    }

    static Optional<Provider> localServer(String prefix) {
        for (Provider provider : values())
            if (provider.localServer && provider.label.equals(prefix)) return Optional.of(provider);
        return Optional.empty();
    }
}
