package io.mlintern.gateway.api;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static io.mlintern.gateway.testing.RunningGateway.as;
import static io.mlintern.gateway.testing.RunningGateway.chat;
import static io.mlintern.gateway.testing.RunningGateway.credentials;
import static io.mlintern.gateway.testing.RunningGateway.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.mlintern.kit.testing.TestPostgres;
import java.sql.DriverManager;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CredentialsAndModelsIT {
    private static final String ASK =
            "{\"model\":\"org/x\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    @RegisterExtension
    static final WireMockExtension SERVER =
            WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

    @Test
    void aLocalServersModelsAreListedWithTheirWindow() {
        SERVER.stubFor(
                get("/v1/models")
                        .willReturn(
                                okJson(
                                        """
                                        {"data":[{"id":"org/m","created":7,"max_model_len":32768}]}
                                        """)));
        credentials("mia", Map.of("VLLM_BASE_URL", SERVER.baseUrl(), "HF_TOKEN", "hub-token-1"));

        var models = send(as("mia", "/v1/models").build());
        var one = send(as("mia", "/v1/models/vllm/org/m").build());

        assertThat(models.statusCode()).isEqualTo(200);
        assertThat(one.body())
                .isEqualTo(
                        "{\"id\":\"vllm/org/m\",\"object\":\"model\",\"created\":7,\"owned_by\":\"vllm\",\"context_window\":32768}");
        SERVER.verify(getRequestedFor(urlEqualTo("/v1/models")).withoutHeader("Authorization"));
    }

    @Test
    void aKeyIsInForceAtTheNextCallAndGoneWhenRemoved() {
        credentials(
                "kim",
                Map.of(
                        "HF_TOKEN",
                        "hub-token-2",
                        "HF_ROUTER_BASE_URL",
                        SERVER.baseUrl(),
                        "GITHUB_TOKEN",
                        "not-ours"));
        assertThat(chat("kim", ASK).body()).contains("model_not_found");

        credentials("kim", Map.of("HF_TOKEN", ""));
        assertThat(chat("kim", ASK).body()).contains("no_credentials");
    }

    @Test
    void whatOneUserStoredIsNoOthers() {
        credentials("lea", Map.of("HF_TOKEN", "hub-token-3"));

        assertThat(chat("leo", ASK).body()).contains("no_credentials");
    }

    @Test
    void valuesAreSealedAtRestAndOnlyOursAreKept() throws Exception {
        credentials("pia", Map.of("HF_TOKEN", "planted-at-rest", "GITHUB_TOKEN", "not-ours"));

        try (var connection =
                        DriverManager.getConnection(
                                TestPostgres.url(), "llm_gateway", "llm_gateway-password");
                var rows =
                        connection
                                .createStatement()
                                .executeQuery(
                                        "SELECT string_agg(name, ','), bool_or(encode(sealed, 'escape') LIKE '%planted%')"
                                                + " FROM llm_gateway.credential WHERE user_name = 'pia'")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("HF_TOKEN");
            assertThat(rows.getBoolean(2)).isFalse();
        }
    }
}
