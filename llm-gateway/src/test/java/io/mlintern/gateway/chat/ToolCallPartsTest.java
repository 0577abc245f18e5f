package io.mlintern.gateway.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mlintern.gateway.chat.ToolCallParts.Part;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolCallPartsTest {
    @Test
    void aNameInPiecesIsPutTogether() {
        assertThat(calls(part(0, "a", "ba", ""), part(0, "", "sh", ""), part(0, "", "", "{}")))
                .containsExactly(new ToolCall("a", "bash", "{}"));
    }

    @Test
    void aNameThatIsRepeatedWithEachPartIsTakenOnce() {
        assertThat(
                        calls(
                                part(0, "a", "bash", "{\"x\""),
                                part(0, "a", "bash", ":1"),
                                part(0, "a", "bash", "}")))
                .containsExactly(new ToolCall("a", "bash", "{\"x\":1}"));
        assertThat(calls(part(0, "a", "bash", ""), part(0, "a", "bash", "{}")))
                .containsExactly(new ToolCall("a", "bash", "{}"));
    }

    @Test
    void missingIdsAreMadeAndDoubledOnesToldApart() {
        assertThat(calls(part(0, "", "bash", "{}"), part(1, "", "read", "{}")))
                .extracting(ToolCall::id)
                .containsExactly("call_answer_0", "call_answer_1");
        assertThat(calls(part(0, "a", "bash", "{}"), part(1, "a", "read", "{}")))
                .extracting(ToolCall::id)
                .containsExactly("a", "call_answer_1");
    }

    @Test
    void parallelCallsThatAllHaveIndexZeroAreToldApartByTheirIds() {
        assertThat(calls(part(0, "a", "bash", "{}"), part(0, "b", "read", "[]")))
                .containsExactly(new ToolCall("a", "bash", "{}"), new ToolCall("b", "read", "[]"));
    }

    @Test
    void withoutIndicesANewNameAfterArgumentsIsANewCall() {
        assertThat(
                        calls(
                                part(-1, "", "bash", "{}"),
                                part(-1, "", "read", "{"),
                                part(-1, "", "", "}")))
                .extracting(ToolCall::name, ToolCall::arguments)
                .containsExactly(tuple("bash", "{}"), tuple("read", "{}"));
    }

    @Test
    void aCallWithoutArgumentsIsAnnouncedAtTheEnd() {
        assertThat(calls(part(0, "a", "bash", ""))).containsExactly(new ToolCall("a", "bash", ""));
    }

    @Test
    void indicesCountFromZeroWithoutAHole() {
        assertThat(calls(part(3, "a", "bash", ""), part(7, "b", "read", "{}")))
                .containsExactly(new ToolCall("a", "bash", ""), new ToolCall("b", "read", "{}"));
    }

    private static Part part(int index, String id, String name, String arguments) {
        return new Part(index, id, name, arguments);
    }

    private static List<ToolCall> calls(Part... parts) {
        var assembled = new ToolCallParts("answer");
        var whole = new CompletionCollector();
        for (Part part : parts) assembled.add(part).forEach(whole::add);
        assembled.finish().forEach(whole::add);
        return whole.completion().calls();
    }
}
