package io.mlintern.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlintern.gateway.chat.FailureCode;
import io.mlintern.gateway.chat.ModelCallException;
import io.mlintern.protocol.ModelId;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelRouterTest {
    private static final Map<String, String> ALL_KEYS =
            Map.of("ANTHROPIC_API_KEY", "a-key", "OPENAI_API_KEY", "o-key", "HF_TOKEN", "h-key");

    @ParameterizedTest(name = "{0} goes to {1} as {2}")
    @CsvSource({
        "anthropic/claude-x, https://api.anthropic.com, claude-x, a-key",
        "openai/gpt-x, https://api.openai.com/v1, gpt-x, o-key",
        "openai/gpt-x:fal-ai, https://router.huggingface.co/v1, openai/gpt-x:fal-ai, h-key",
        "anthropic/claude-x:fal-ai, https://router.huggingface.co/v1, anthropic/claude-x:fal-ai, h-key",
        "org/name, https://router.huggingface.co/v1, org/name, h-key",
        "org/name:fastest, https://router.huggingface.co/v1, org/name:fastest, h-key",
        "org/name:cheapest, https://router.huggingface.co/v1, org/name:cheapest, h-key",
        "huggingface/org/name, https://router.huggingface.co/v1, org/name, h-key",
        "huggingface/openai/name, https://router.huggingface.co/v1, openai/name, h-key",
        "ollama/llama3:8b, http://localhost:11434/v1, llama3:8b, ''",
        "vllm/org/name, http://localhost:8000/v1, org/name, ''",
        "lm_studio/name, http://127.0.0.1:1234/v1, name, ''",
        "llamacpp/name, http://localhost:8080/v1, name, ''",
    })
    void eachIdLeadsToItsProvider(String id, String baseUrl, String model, String key)
            throws Exception {
        assertThat(described(id, ALL_KEYS)).isEqualTo(baseUrl + " " + model + " " + key);
    }

    @ParameterizedTest(name = "{0} without its own key")
    @CsvSource({
        "anthropic/claude-x, https://router.huggingface.co/v1, anthropic/claude-x, h-key",
        "openai/gpt-x, https://router.huggingface.co/v1, openai/gpt-x, h-key",
    })
    void withoutItsOwnKeyAProviderIsReachedThroughTheRouter(
            String id, String baseUrl, String model, String key) throws Exception {
        assertThat(described(id, Map.of("HF_TOKEN", "h-key")))
                .isEqualTo(baseUrl + " " + model + " " + key);
    }

    @Test
    void aLocalServersOwnVariablesWinOverTheSharedOnes() throws Exception {
        Map<String, String> values = new HashMap<>();
        values.put("LOCAL_LLM_BASE_URL", "http://shared:1/");
        values.put("LOCAL_LLM_API_KEY", "shared");
        assertThat(described("vllm/x", values)).isEqualTo("http://shared:1/v1 x shared");

        values.put("VLLM_BASE_URL", " http://own:2/v1/ ");
        values.put("VLLM_API_KEY", "own\r\n");
        assertThat(described("vllm/x", values)).isEqualTo("http://own:2/v1 x own");
        assertThat(described("ollama/x", values)).isEqualTo("http://shared:1/v1 x shared");
    }

    @Test
    void aScriptStaysInside() throws Exception {
        assertThat(ModelRouter.route(new ModelId("script/demo"), settings(Map.of())))
                .isEqualTo(new Route.Scripted("demo"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt-x",
                "openai-compat/x",
                "huggingface/openai-compat/x",
                "huggingface/x",
                "vllm/",
                "script/",
                "anthropic/",
                "/x",
                "org/",
                "org//x",
                "org/na me",
                "org/x:",
                "huggingface/"
            })
    void whatFitsNoRowIsRefused(String id) {
        assertFailure(id, settings(ALL_KEYS), FailureCode.INVALID_REQUEST, "Unknown model id");
    }

    @Test
    void withoutAKeyTheFailureSaysWhatToSet() {
        var none = settings(Map.of());
        assertFailure(
                "anthropic/x", none, FailureCode.NO_CREDENTIALS, "ANTHROPIC_API_KEY or HF_TOKEN");
        assertFailure("openai/x", none, FailureCode.NO_CREDENTIALS, "OPENAI_API_KEY or HF_TOKEN");
        assertFailure("org/x", none, FailureCode.NO_CREDENTIALS, "set HF_TOKEN");
    }

    @Test
    void anAddressThatIsNoneIsRefusedWithoutRepeatingIt() {
        var broken = settings(Map.of("VLLM_BASE_URL", "ftp://user:pass@host"));
        assertFailure("vllm/x", broken, FailureCode.INVALID_REQUEST, "VLLM_BASE_URL");
        assertThatThrownBy(() -> ModelRouter.route(new ModelId("vllm/x"), broken))
                .hasMessageNotContaining("pass");
    }

    @Test
    void theInstallationsKeyNeverGoesToAnAddressThatTheCallerGave() throws Exception {
        var settings =
                new ProviderSettings(
                        Map.of("VLLM_BASE_URL", "http://caller:1"),
                        Map.of("VLLM_API_KEY", "everybodys"),
                        true);

        assertThat(described("vllm/x", settings)).isEqualTo("http://caller:1/v1 x ");
    }

    @Test
    void onASharedServerCallersChooseNoAddresses() throws Exception {
        var own =
                Map.of(
                        "OPENAI_API_KEY",
                        "mine",
                        "OPENAI_BASE_URL",
                        "http://caller:1",
                        "VLLM_BASE_URL",
                        "http://caller:1");
        var settings =
                new ProviderSettings(own, Map.of("OPENAI_BASE_URL", "http://operator:2/v1"), false);

        assertThat(described("openai/x", settings)).isEqualTo("http://operator:2/v1 x mine");
        assertFailure(
                "vllm/x",
                settings,
                FailureCode.NO_CREDENTIALS,
                "mlintern.llm-gateway.vllm.base-url");
    }

    private static void assertFailure(
            String id, ProviderSettings settings, FailureCode code, String text) {
        assertThatThrownBy(() -> ModelRouter.route(new ModelId(id), settings))
                .isInstanceOfSatisfying(
                        ModelCallException.class,
                        failed -> {
                            assertThat(failed.failure().code()).isEqualTo(code);
                            assertThat(failed.failure().message()).contains(text);
                        });
    }

    private static String described(String id, Map<String, String> own) throws ModelCallException {
        return described(id, settings(own));
    }

    private static String described(String id, ProviderSettings settings)
            throws ModelCallException {
        return switch (ModelRouter.route(new ModelId(id), settings)) {
            case Route.OpenAiCompatible r ->
                    r.baseUrl() + " " + r.model() + " " + r.key().orElse("");
            case Route.AnthropicMessages r -> r.baseUrl() + " " + r.model() + " " + r.key();
            case Route.Scripted r -> "inside " + r.model();
        };
    }

    private static ProviderSettings settings(Map<String, String> own) {
        return new ProviderSettings(own, Map.of(), true);
    }
}
