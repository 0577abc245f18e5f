package io.mlintern.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Providers that refuse, fail, break off or talk nonsense: each has its clear outcome, and the next prompt works.
@ExtendWith(RunningProduct.class)
class BadProviderIT {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({"400,invalid_request,1", "401,authentication,1", "500,upstream_error,3"})
    void aStatusEndsTheTurnWithItsCode(
            int status, String code, int requests, ProductServer server) {
        try (var provider = FakeModel.playing(ModelAnswer.fails(status, "not today"))) {
            Session session = open(server, provider);

            List<JsonNode> events = session.turn("hello");

            assertThat(events.getLast().path("event_type").asText()).isEqualTo("error");
            assertThat(events.getLast().path("data").path("code").asText()).isEqualTo(code);
            assertThat(provider.requests()).hasSize(requests);
            worksAgain(session);
        }
    }

    @Test
    void afterTooManyRequestsItWaitsAsLongAsItIsTold(ProductServer server) {
        int seconds = 100;
        var later =
                new ModelAnswer.Status(
                        429,
                        Map.of("Retry-After", "" + seconds),
                        "{\"error\":{\"message\":\"slow down\",\"type\":\"rate_limit\"}}");
        try (var provider = FakeModel.playing(later, ModelAnswer.says("Here I am."))) {
            List<JsonNode> events = open(server, provider).turn("hello");

            assertThat(answer(events)).isEqualTo("Here I am.");
            assertThat(provider.requests()).hasSize(2);
            var waited =
                    Duration.between(
                            provider.requests().getFirst().at(),
                            provider.requests().getLast().at());
            assertThat(waited)
                    .isGreaterThanOrEqualTo(
                            Duration.ofMillis(
                                    Math.round(seconds * 1000 * ProductServer.RETRY_SCALE)));
        }
    }

    @Test
    void anAnswerThatIsCutIsAskedForAgain(ProductServer server) {
        try (var provider =
                FakeModel.playing(
                        new ModelAnswer.Cut("one two three four five six seven eight"),
                        ModelAnswer.says("whole again"))) {
            List<JsonNode> events = open(server, provider).turn("hello");

            assertThat(answer(events)).isEqualTo("whole again");
            assertThat(provider.requests()).hasSize(2);
            assertThat(events)
                    .filteredOn(event -> Session.is(event, "assistant_chunk"))
                    .extracting(event -> event.path("data").path("attempt").asInt())
                    .isNotEmpty()
                    .isSorted()
                    .endsWith(2);
        }
    }

    @Test
    void garbageFailsAfterItsRetries(ProductServer server) {
        try (var provider = FakeModel.playing(new ModelAnswer.Garbage("<html>nonsense"))) {
            Session session = open(server, provider);

            List<JsonNode> events = session.turn("hello");

            assertThat(events.getLast().path("event_type").asText()).isEqualTo("error");
            assertThat(events.getLast().path("data").path("code").asText())
                    .isIn("upstream_garbage", "upstream_cut");
            worksAgain(session);
        }
    }

    private Session open(ProductServer server, FakeModel provider) {
        Api api = Api.of(server, "user-of-bad-providers");
        api.credentials(Map.of("VLLM_BASE_URL", provider.url()));
        return api.open("vllm/x", folder);
    }

    private static void worksAgain(Session session) {
        try (var provider = FakeModel.playing(ModelAnswer.says("Fine."))) {
            session.api().credentials(Map.of("VLLM_BASE_URL", provider.url()));
            assertThat(answer(session.turn("and now?"))).isEqualTo("Fine.");
        }
    }

    private static String answer(List<JsonNode> events) {
        assertThat(events.getLast().path("data").path("reason").asText())
                .as(events.getLast().toString())
                .isEqualTo("completed");
        return events.stream()
                .filter(event -> Session.is(event, "assistant_message"))
                .reduce((earlier, later) -> later)
                .map(event -> event.path("data").path("content").asText())
                .orElse("");
    }
}
