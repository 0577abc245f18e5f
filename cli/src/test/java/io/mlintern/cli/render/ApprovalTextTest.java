package io.mlintern.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mlintern.cli.json.Json;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApprovalTextTest {
    private final ApprovalText text = new ApprovalText(Instant.parse("2026-01-02T12:00:00Z"));

    private static JsonNode json(String text) throws JsonProcessingException {
        return Json.parse(text.replace('\'', '"'));
    }

    @Test
    void allThatIsKnownIsShown() throws JsonProcessingException {
        var request =
                json(
                        """
                        {'id':'x-1-2-0.1','session_id':'x','tool':'hf_jobs','requester':'ada','status':'open',
                         'reason':'It costs\\u001b[2J money.','rule':'spending','estimated_cost_usd':'12.001',
                         'expires_at':'2026-01-03T11:05:00Z',
                         'missing':[{'level':1,'needed':1,'from':['owner']},{'level':2,'needed':2,'from':['group:a','user:b']}],
                         'votes':[{'user':'ben','vote':'approve','feedback':'a\\nb','at':'2026-01-02T11:00:00Z'}],
                         'arguments':{'script':'x'},'preview':'line 1\\nline 2'}""");

        assertThat(text.details(request))
                .containsExactly(
                        "id         x-1-2-0.1",
                        "session    x",
                        "tool       hf_jobs",
                        "requester  ada",
                        "status     open",
                        "reason     It costs[2J money.",
                        "rule       spending",
                        "cost       $12.01",
                        "time left  23h05m (until 2026-01-03T11:05:00Z)",
                        "missing    1 of owner, then 2 of group:a or user:b",
                        "vote       approve by ben, 2026-01-02T11:00:00Z: a b",
                        "",
                        "arguments",
                        "  {",
                        "    \"script\" : \"x\"",
                        "  }",
                        "",
                        "preview",
                        "  line 1",
                        "  line 2");
    }

    @Test
    void whatARequestDoesNotHaveIsLeftOut() throws JsonProcessingException {
        assertThat(text.details(json("{'id':'x','reason':null}")))
                .containsExactly("id         x", "cost       unknown", "missing    nobody");
        assertThat(text.table(List.of(json("{'id':'x'}"))).getLast()).matches("x +- +unknown +-");
    }

    @Test
    void aUsualRowFitsEightyColumns() throws JsonProcessingException {
        var row =
                json(
                        """
                        {'id':'abcdefghij0123456789-1-2-0.1','tool':'a_tool_with_a_rather_long_name','requester':'ada',
                         'missing':'one lead','expires_at':'2026-01-03T12:00:00Z','status':'open'}""");

        assertThat(text.table(List.of(row)).getLast())
                .hasSizeLessThanOrEqualTo(84)
                .contains("24h00m", "a_tool_with_a_r…", "one lead");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-02T12:00:59Z,open,<1m",
        "2026-01-02T12:59:59Z,open,59m",
        "2026-01-02T14:05:00+01:00,open,1h05m",
        "2026-01-02T11:59:59Z,open,none",
        "2026-01-03T12:00:00Z,decided,-",
        "soon,open,-",
    })
    void theTimeLeftIsShort(String expiresAt, String status, String expected)
            throws JsonProcessingException {
        var request =
                json("{'id':'x','expires_at':'%s','status':'%s'}".formatted(expiresAt, status));

        assertThat(text.table(List.of(request)).getLast().split(" +", -1)[1]).isEqualTo(expected);
    }
}
