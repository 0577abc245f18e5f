package io.mlintern.bench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class InstantModelTest {
    @Test
    void eachSessionReadsUntilTheCourseIsOver() throws IOException, InterruptedException {
        ReadingScript script = new ReadingScript(new Course(1, 1));
        try (HttpClient client = HttpClient.newHttpClient();
                InstantModel model = InstantModel.start(script)) {
            assertThat(ask(client, model)).contains("\"read\"").contains("[DONE]");
            assertThat(ask(client, model)).contains("\"read\"");
            assertThat(ask(client, model)).contains("\"stop\"").doesNotContain("\"read\"");

            assertThat(script.ended()).isEqualTo(1);
            assertThat(model.exchanges(7)).extracting(Exchange::number).containsExactly(1, 2, 3);
            assertThat(model.complaints()).isEmpty();
        }
    }

    private static String ask(HttpClient client, InstantModel model)
            throws IOException, InterruptedException {
        String body =
                "{\"stream\":true,\"messages\":[{\"content\":\"%s: read\"}]}"
                        .formatted(InstantModel.prompt(7));
        var request =
                HttpRequest.newBuilder(URI.create(model.url() + "/v1/chat/completions"))
                        .POST(BodyPublishers.ofString(body))
                        .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    @Test
    void aConnectionThatEndsInARequestIsAFailureAndOneBeforeItIsNone() throws IOException {
        assertThat(Request.read(in(""))).isEmpty();
        assertThatExceptionOfType(EOFException.class)
                .isThrownBy(
                        () -> Request.read(in("POST /x HTTP/1.1\r\nContent-Length: 3\r\n\r\nab")));
    }

    private static ByteArrayInputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
