package io.mlintern.gateway.api;

import static io.mlintern.gateway.testing.RunningGateway.as;
import static io.mlintern.gateway.testing.RunningGateway.chat;
import static io.mlintern.gateway.testing.RunningGateway.open;
import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.gateway.testing.SocketUpstream;
import io.mlintern.gateway.testing.Wire;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Upstreams that hang, break off or are not there, and callers who leave. The gateway of the tests waits 3 s at most.
class BadUpstreamIT {
    @ParameterizedTest
    @EnumSource
    void whoNeverAnswersIsGivenUp(Wire wire) throws Exception {
        try (var upstream = SocketUpstream.silentAfter("")) {
            var answer = chat(wire.userAt(upstream.port()), wire.request(true));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .contains(": keep-alive", "\"code\":\"upstream_timeout\"")
                    .doesNotContain("[DONE]");
            assertThat(upstream.left()).succeedsWithin(Duration.ofSeconds(5));
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutStreamingWhoNeverAnswersIsATimeOutStatus(Wire wire) throws Exception {
        try (var upstream = SocketUpstream.silentAfter("")) {
            var answer = chat(wire.userAt(upstream.port()), wire.request(false));

            assertThat(answer.statusCode()).isEqualTo(504);
            assertThat(answer.body()).contains("\"code\":\"upstream_timeout\"");
            assertThat(upstream.left()).succeedsWithin(Duration.ofSeconds(5));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoHangsInTheMiddleIsGivenUpAfterWhatItSaid(Wire wire) throws Exception {
        try (var upstream = SocketUpstream.silentAfter(SocketUpstream.eventStream(wire.begun()))) {
            var answer = chat(wire.userAt(upstream.port()), wire.request(true));

            assertThat(answer.body())
                    .contains("I look ", ": keep-alive", "\"code\":\"upstream_timeout\"")
                    .doesNotContain("[DONE]");
            assertThat(upstream.left()).succeedsWithin(Duration.ofSeconds(5));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoseAnswerHasNoEndIsLeftWhereNobodyTakesMore(Wire wire) throws Exception {
        String thoughts = wire.thought("t".repeat(1000)).repeat(300);
        try (var upstream =
                SocketUpstream.silentAfter(SocketUpstream.eventStream(wire.begun() + thoughts))) {
            var answer = chat(wire.userAt(upstream.port()), wire.request(true));

            assertThat(upstream.left()).succeedsWithin(Duration.ofSeconds(5));
            assertThat(answer.body().replaceAll("t{1000}", ""))
                    .contains("I look ", "\"finish_reason\":\"length\"", "[DONE]")
                    .doesNotContain("\"error\"");
            assertThat(answer.body().replaceAll("[^t]", "")).hasSizeBetween(260_000, 290_000);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStreamThatBreaksOffIsCut(Wire wire) throws Exception {
        try (var upstream = SocketUpstream.closingAfter(SocketUpstream.eventStream(wire.begun()))) {
            var answer = chat(wire.userAt(upstream.port()), wire.request(true));

            assertThat(answer.body())
                    .contains("I look ", "\"code\":\"upstream_cut\"", "\"retryable\":true")
                    .doesNotContain("[DONE]");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionClosedWithoutAnAnswerIsCut(Wire wire) throws Exception {
        try (var upstream = SocketUpstream.closingAfter("")) {
            var answer = chat(wire.userAt(upstream.port()), wire.request(true));

            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body()).contains("\"code\":\"upstream_cut\"");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoHttpIsGarbage(Wire wire) throws Exception {
        try (var upstream = SocketUpstream.closingAfter("\u0001\u0002 this is no HTTP\r\n\r\n")) {
            var answer = chat(wire.userAt(upstream.port()), wire.request(true));

            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body()).contains("\"code\":\"upstream_garbage\"");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatIsNotThereIsUnreachable(Wire wire) throws Exception {
        int port;
        try (var upstream = SocketUpstream.closingAfter("")) {
            port = upstream.port();
        }

        var answer = chat(wire.userAt(port), wire.request(true));

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("\"code\":\"upstream_unreachable\"");
    }

    @ParameterizedTest
    @EnumSource
    void aCallerWhoLeavesWhileTheModelIsSilentEndsTheCallUpstream(Wire wire) throws Exception {
        try (var upstream = SocketUpstream.silentAfter(SocketUpstream.eventStream(wire.begun()))) {
            var request =
                    as(wire.userAt(upstream.port()), "/v1/chat/completions")
                            .POST(BodyPublishers.ofString(wire.request(true)))
                            .build();
            var answer = open(request);
            assertThat(answer.body().read()).isPositive();

            answer.body().close();

            // Before the 4 s after which the gateway gives up by itself.
            assertThat(upstream.left()).succeedsWithin(Duration.ofSeconds(3));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theFirstPieceIsThereBeforeTheSecondIsSent(Wire wire) throws Exception {
        try (var upstream = SocketUpstream.silentAfter(SocketUpstream.eventStream(wire.begun()))) {
            var request =
                    as(wire.userAt(upstream.port()), "/v1/chat/completions")
                            .POST(BodyPublishers.ofString(wire.request(true)))
                            .build();
            try (var body = open(request).body()) {
                var seen = new StringBuilder();
                for (int c = body.read(); c >= 0 && seen.indexOf("I look ") < 0; c = body.read())
                    seen.append((char) c);
                assertThat(seen).contains("I look ");

                assertThat(upstream.left()).isNotDone();
            }
        }
    }
}
