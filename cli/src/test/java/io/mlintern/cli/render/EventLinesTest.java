package io.mlintern.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.cli.Events;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EventLinesTest {
    static List<Arguments> events() {
        return List.of(
                shown(
                        "tool_call",
                        "{'tool':'bash','arguments':{'command':'ls -l'}}",
                        "▸ bash  ls -l"),
                shown(
                        "tool_call",
                        "{'tool':'read','arguments':{'path':'a','limit':3}}",
                        "▸ read  {\"path\":\"a\",\"limit\":3}"),
                shown(
                        "tool_call",
                        "{'tool':'bash','arguments':{'command':'a\\n  b'}}",
                        "▸ bash  a ⏎ b"),
                shown("tool_output", "{'output':'a\\nb\\n','success':true}", "  ✓ a", "    b"),
                shown("tool_output", "{'output':'','success':false}", "  ✗ (no output)"),
                shown(
                        "tool_output",
                        "{'output':'1\\n2\\n3\\n4\\n5\\n6\\n7\\n8\\n9\\n10','success':true}",
                        "  ✓ 1",
                        "    2",
                        "    3",
                        "    4",
                        "    5",
                        "    6",
                        "    7",
                        "    8",
                        "    … 2 more lines"),
                shown("tool_log", "{'tool':'system','log':'try 2'}", "system: try 2"),
                shown("tool_state_change", "{'tool':'bash','state':'running'}"),
                shown(
                        "tool_state_change",
                        "{'tool':'bash','state':'cancelled'}",
                        "  bash: cancelled"),
                shown(
                        "plan_update",
                        "{'plan':[{'content':'a','status':'completed'},{'content':'b','status':'in_progress'},{'content':'c','status':'pending'}]}",
                        "  ✓ a",
                        "  ▸ b",
                        "  ○ c"),
                shown("error", "{'error':'no\\u001b[31m way','code':'x'}", "error: no[31m way"),
                shown(
                        "compacted",
                        "{'old_tokens':9,'new_tokens':3}",
                        "conversation compacted: 9 → 3 tokens"),
                shown("llm_call", "{'model':'a/b'}"),
                shown("of_a_later_version", "{'x':1}"));
    }

    static List<Arguments> approvals() {
        return List.of(
                shown(
                        "tool_state_change",
                        "{'tool':'hf_jobs','state':'approved'}",
                        "  hf_jobs: approved"),
                shown(
                        "tool_state_change",
                        "{'tool':'hf_jobs','state':'rejected'}",
                        "  hf_jobs: rejected"),
                shown(
                        "tool_state_change",
                        "{'tool':'hf_jobs','state':'abandoned'}",
                        "  hf_jobs: abandoned"),
                shown(
                        "approval_required",
                        "{'tools':[{'tool':'rent','arguments':{'kind':'a'},'tool_call_id':'s-1-1-0','round':3,'reason':'It\\n costs.'}]}",
                        "waits for approval: rent  a",
                        "  It costs.",
                        "  request s-1-1-0.3, see: ml-intern approvals show s-1-1-0.3"));
    }

    private static Arguments shown(String type, String data, String... lines) {
        return Arguments.of(type, data, List.of(lines));
    }

    @ParameterizedTest
    @MethodSource({"events", "approvals"})
    void anEventIsToldAs(String type, String data, List<String> expected) {
        var lines = new EventLines(new Style(false));

        assertThat(lines.of(Events.one(type, data))).isEqualTo(expected);
    }

    @Test
    void longLinesAreCutBetweenCharacters() {
        String cut = Excerpt.line("😀".repeat(200));

        assertThat(cut).isEqualTo("😀".repeat(159) + "…");
    }
}
