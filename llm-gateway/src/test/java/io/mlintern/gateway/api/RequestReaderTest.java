package io.mlintern.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mlintern.gateway.chat.ChatMessage;
import io.mlintern.gateway.chat.ModelCallException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MESSAGES =
            "[ {\"role\":\"user\", \"content\":\"\\u00e4\\/ ä 😀\", \"extra\":1.50} ]";
    private static final String BODY =
            "{\"model\": \"vllm/x\" , \"messages\":%s\n, \"temperature\":0.20}".formatted(MESSAGES);

    @Test
    void theConversationIsPassedOnAsItCame() throws Exception {
        var request = RequestReader.read(BODY.getBytes(StandardCharsets.UTF_8));

        assertThat(JSON.writeValueAsString(request.body())).contains("\"messages\":" + MESSAGES);
        assertThat(request.messages()).containsExactly(new ChatMessage.FromUser("ä/ ä 😀"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16BE", "UTF-16LE", "UTF-32BE"})
    void whateverItsEncodingItIsPassedOnAsTheSameJson(String encoding) throws Exception {
        var request = RequestReader.read(BODY.getBytes(Charset.forName(encoding)));

        assertThat(JSON.readTree(JSON.writeValueAsBytes(request.body())))
                .isEqualTo(JSON.readTree(BODY));
    }

    @Test
    void aMarkOfTheEncodingShiftsNothing() throws Exception {
        var request = RequestReader.read(("\uFEFF" + BODY).getBytes(StandardCharsets.UTF_8));

        assertThat(JSON.readTree(JSON.writeValueAsBytes(request.body())))
                .isEqualTo(JSON.readTree(BODY));
    }

    @Test
    void ofTwoFieldsOfOneNameTheLaterCounts() throws Exception {
        String twice = "{\"messages\":[],\"model\":\"vllm/x\",\"messages\":" + MESSAGES + "}";
        var request = RequestReader.read(twice.getBytes(StandardCharsets.UTF_8));

        assertThat(request.messages()).hasSize(1);
        assertThat(JSON.writeValueAsString(request.body())).containsOnlyOnce("messages");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "7",
                "{\"model\":\"vllm/x\",\"messages\":[",
                "{\"model\"",
                "nonsense"
            })
    void whatIsNoObjectIsRefused(String body) throws IOException {
        assertThatThrownBy(() -> RequestReader.read(body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(ModelCallException.class)
                .hasMessageContaining("The body is no JSON");
    }
}
