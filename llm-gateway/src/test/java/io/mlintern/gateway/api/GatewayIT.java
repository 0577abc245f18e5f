package io.mlintern.gateway.api;

import static io.mlintern.gateway.testing.RunningGateway.as;
import static io.mlintern.gateway.testing.RunningGateway.chat;
import static io.mlintern.gateway.testing.RunningGateway.send;
import static io.mlintern.gateway.testing.RunningGateway.url;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;

class GatewayIT {
    private static final String ECHO =
            """
            {"model":"script/echo","stream":%s,"stream_options":{"include_usage":true},
             "messages":[{"role":"user","content":"one two three four five six seven"}]}
            """;

    @Test
    void aStreamIsRoleTextFinishUsageAndDone() {
        var answer = chat("ada", ECHO.formatted("true"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(answer.body().lines().filter(line -> !line.isEmpty()))
                .first()
                .asString()
                .contains("\"role\":\"assistant\"");
        assertThat(answer.body())
                .contains(
                        "\"finish_reason\":\"stop\"",
                        "\"choices\":[],\"usage\":{\"prompt_tokens\":")
                .endsWith("data: [DONE]\n\n");
    }

    @Test
    void withoutStreamingTheAnswerIsOneDocument() {
        var answer = chat("ada", ECHO.formatted("false"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains(
                        "\"object\":\"chat.completion\"",
                        "[scripted] one two three four five six seven",
                        "\"usage\"");
    }

    @Test
    void withoutATokenTheRefusalHasOpenAisShape() {
        var request = HttpRequest.newBuilder(url("/v1/models")).build();

        var answer = send(request);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body())
                .startsWith("{\"error\":{")
                .contains("\"code\":\"unauthenticated\"");
    }

    @Test
    void aForgedTokenIsRefusedInOpenAisShape() {
        var request =
                HttpRequest.newBuilder(url("/v1/models"))
                        .header("Authorization", "Bearer x.y.z")
                        .build();

        var answer = send(request);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("\"code\":\"unauthenticated\"");
    }

    @Test
    void anUnknownPathAndAWrongMethodHaveOpenAisShape() {
        var nowhere = send(as("ada", "/v1/nothing").build());
        var wrong = send(as("ada", "/v1/chat/completions").build());

        assertThat(nowhere.statusCode()).isEqualTo(404);
        assertThat(nowhere.body()).contains("\"code\":\"not_found\"");
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.body()).contains("\"code\":\"method_not_allowed\"");
    }

    @Test
    void whatIsNoRequestIsRefusedInOpenAisShape() {
        for (String body :
                new String[] {
                    "",
                    "{",
                    "[]",
                    "{\"model\":\"script/echo\"}",
                    "{\"messages\":[]}",
                    "[".repeat(100_000),
                    "\u00ff{"
                }) {
            var answer = chat("ada", body);
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            assertThat(answer.body()).contains("\"code\":\"invalid_request\"");
        }
    }

    @Test
    void aConversationOfMegabytesIsTaken() {
        String earlier = "{\"role\":\"system\",\"content\":\"%s\"},".formatted("x".repeat(3 << 20));

        var answer = chat("ada", ECHO.formatted("false").replace("[{", "[" + earlier + "{"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("one two three");
    }

    @Test
    void aHugeRequestIsRefused() {
        var body = new byte[40 << 20];

        var answer =
                send(
                        as("ada", "/v1/chat/completions")
                                .POST(BodyPublishers.ofByteArray(body))
                                .build());

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("\"code\":\"request_too_large\"");
    }

    @Test
    void withoutAnyKeyTheFailureSaysWhatToSet() {
        var answer =
                chat("nobody", ECHO.replace("script/echo", "anthropic/claude-x").formatted("true"));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body())
                .contains("\"code\":\"no_credentials\"", "ANTHROPIC_API_KEY or HF_TOKEN");
    }

    @Test
    void aScriptedFailureIsTyped() {
        var answer =
                chat(
                        "ada",
                        ECHO.replace("script/echo", "script/fail/overloaded").formatted("true"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("\"code\":\"overloaded\"", "\"retryable\":true");
    }

    @Test
    void theDemoIsAlwaysListed() {
        var answer = send(as("ada", "/v1/models").build());
        var one = send(as("ada", "/v1/models/script/demo").build());

        assertThat(answer.body())
                .contains(
                        "\"object\":\"list\"",
                        "\"id\":\"script/demo\"",
                        "\"owned_by\":\"scripted\"");
        assertThat(one.statusCode()).isEqualTo(200);
        assertThat(send(as("ada", "/v1/models/no/such").build()).statusCode()).isEqualTo(404);
    }

    @Test
    void credentialsAreTakenFromServicesOnly() {
        var request =
                as("ada", "/internal/llm-gateway/credentials")
                        .header("mlintern-on-behalf-of", "local/ada")
                        .PUT(BodyPublishers.ofString("{}"))
                        .build();

        assertThat(send(request).statusCode()).isEqualTo(403);
    }

    @Test
    void onlyServicesActForSomebodyElse() {
        var request = as("ada", "/v1/models").header("mlintern-on-behalf-of", "local/eve").build();

        assertThat(send(request).statusCode()).isEqualTo(403);
    }

    @Test
    void itIsReadyWithItsDatabase() {
        var answer = send(HttpRequest.newBuilder(url("/health/ready")).build());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("llm-gateway-database");
    }
}
