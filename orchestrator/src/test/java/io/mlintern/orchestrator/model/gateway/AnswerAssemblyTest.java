package io.mlintern.orchestrator.model.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.mlintern.protocol.Json;
import io.mlintern.protocol.ModelResult.AskedCall;
import io.mlintern.protocol.Usage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnswerAssemblyTest {
    private final AnswerAssembly assembly = new AnswerAssembly();

    @Test
    void fragmentsOfSeveralCallsAreKeptApartByTheirIndex() {
        call("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"bash\",\"arguments\":\"\"}}");
        call("{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"read\",\"arguments\":\"{\"}}");
        call("{\"index\":0,\"function\":{\"arguments\":\"{\\\"x\\\"\"}}");
        call("{\"index\":1,\"function\":{\"arguments\":\"}\"}}");
        call("{\"index\":0,\"function\":{\"arguments\":\":1}\"}}");

        assertThat(assembly.answer().calls())
                .containsExactly(new AskedCall("bash", "{\"x\":1}"), new AskedCall("read", "{}"));
    }

    @Test
    void aNameThatIsRepeatedOrSentInPiecesIsWrittenOnce() {
        call("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"bash\"}}");
        call("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"bash\",\"arguments\":\"{}\"}}");
        call("{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"plan_\"}}");
        call("{\"index\":1,\"function\":{\"name\":\"tool\"}}");

        assertThat(assembly.answer().calls())
                .containsExactly(new AskedCall("bash", "{}"), new AskedCall("plan_tool", ""));
    }

    @Test
    void callsThatAllSayIndexZeroAreToldApartByTheirIds() {
        call("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"bash\",\"arguments\":\"{}\"}}");
        call("{\"index\":0,\"id\":\"b\",\"function\":{\"name\":\"read\",\"arguments\":\"{\"}}");
        call("{\"index\":0,\"function\":{\"arguments\":\"}\"}}");

        assertThat(assembly.answer().calls())
                .containsExactly(new AskedCall("bash", "{}"), new AskedCall("read", "{}"));
    }

    @Test
    void fragmentsWithoutAnIndexGoToTheCallTheyBelongTo() {
        call("{\"id\":\"a\",\"function\":{\"name\":\"bash\",\"arguments\":\"{\"}}");
        call("{\"function\":{\"arguments\":\"}\"}}");
        call("{\"id\":\"b\",\"function\":{\"name\":\"read\",\"arguments\":{\"path\":\"x\"}}}");

        assertThat(assembly.answer().calls())
                .containsExactly(
                        new AskedCall("bash", "{}"), new AskedCall("read", "{\"path\":\"x\"}"));
    }

    @Test
    void reasoningIsKeptApartFromTheText() {
        assertThat(take("{\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\"}}]}")).isEmpty();
        assertThat(take("{\"choices\":[{\"delta\":{\"content\":\"yes\"}}]}")).isEqualTo("yes");

        assertThat(assembly.answer().content()).isEqualTo("yes");
        assertThat(assembly.answer().reasoning()).contains("hm");
    }

    @Test
    void theLastFinishReasonAndUsageCount() {
        take("{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}");
        take("{\"choices\":[{\"delta\":{},\"finish_reason\":\"length\"}]}");
        take("{\"choices\":[{\"delta\":{},\"finish_reason\":null}]}");
        take(
                "{\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7,\"prompt_tokens_details\":{\"cached_tokens\":1}}}");

        assertThat(assembly.answer().finishReason()).isEqualTo("length");
        assertThat(assembly.answer().usage()).isEqualTo(new Usage(5, 2, 7, 1, 0, Optional.empty()));
    }

    @Test
    void anAnswerWithoutBoundIsCutAndSaysSo() {
        String piece = "x".repeat(100_000);
        while (!assembly.isFull()) {
            take("{\"choices\":[{\"delta\":{\"content\":\"" + piece + "\"}}]}");
        }

        assertThat(assembly.answer().finishReason()).isEqualTo("length");
        assertThat(assembly.answer().content()).hasSize(300_000);
    }

    @Test
    void eventsAreReadPastCommentsWhateverTheLineEnds() throws IOException {
        var events =
                new ServerSentEvents(
                        new ByteArrayInputStream(
                                ": keep-alive\n\ndata: one\n\ndata:two\r\nid: 7\r\ndata: lines\r\n\r\ndata: cut"
                                        .getBytes(StandardCharsets.UTF_8)));

        assertThat(events.next()).contains("one");
        assertThat(events.next()).contains("two\nlines");
        assertThat(events.next()).isEmpty();
    }

    private void call(String fragment) {
        var _ = take("{\"choices\":[{\"delta\":{\"tool_calls\":[" + fragment + "]}}]}");
    }

    private String take(String chunk) {
        try {
            return assembly.take(Json.mapper().readTree(chunk));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
