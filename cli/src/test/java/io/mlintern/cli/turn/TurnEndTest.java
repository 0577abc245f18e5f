package io.mlintern.cli.turn;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.cli.Events;
import io.mlintern.cli.exit.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TurnEndTest {
    @ParameterizedTest
    @CsvSource({
        "no_credentials,3",
        "authentication,4",
        "billing,4",
        "rate_limit,4",
        "overloaded,4",
        "context_overflow,4",
        "model_not_found,4",
        "provider_unsupported,4",
        "invalid_request,4",
        "upstream_timeout,4",
        "upstream_cut,4",
        "upstream_garbage,4",
        "gateway_unreachable,4",
        "internal,1",
        "something_new,1",
    })
    void anErrorsCodeIsTheExitCode(String code, int expected) {
        var event = Events.one("error", "{'error':'x','code':'%s'}".formatted(code));

        assertThat(TurnEnd.of(event).orElseThrow().code().number()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "interrupted,130",
        "approval_required,5",
        "session_terminated,6",
        "session_quarantined,1",
        "shutdown,1",
    })
    void whatEndsATurnHasItsExitCode(String type, int expected) {
        assertThat(TurnEnd.of(Events.one(type, "{}")).orElseThrow().code().number())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"processing", "assistant_chunk", "tool_output", "llm_call", "of_a_later_version"})
    void whatDoesNotEndATurnIsNoEnd(String type) {
        assertThat(TurnEnd.of(Events.one(type, "{}"))).isEmpty();
    }

    @Test
    void whoStaysForPeopleSeesTheTurnToItsEnd() {
        var own = new OwnTurn("op1", true, true);

        assertThat(own.see(Events.one("approval_required", "{}"))).isEmpty();
        assertThat(own.see(Events.one("tool_state_change", "{'state':'approved'}"))).isEmpty();
        assertThat(own.see(Events.one("turn_complete", "{'reason':'completed'}")))
                .hasValueSatisfying(end -> assertThat(end.code()).isEqualTo(ExitCode.OK));
    }

    @Test
    void aCallThatWasRejectedBeforeOurTurnIsNotOurs() {
        var own = new OwnTurn("op1", false, false);

        own.see(Events.one("tool_state_change", "{'state':'abandoned'}"));
        own.see(Events.one("processing", "{}"));
        assertThat(own.see(Events.one("turn_complete", "{'reason':'completed'}")))
                .hasValueSatisfying(end -> assertThat(end.code()).isEqualTo(ExitCode.OK));
    }

    @Test
    void aTurnThatCompletedDespiteARejectedCallIsNotDone() {
        var own = new OwnTurn("op1", true, false);

        assertThat(own.see(Events.one("tool_state_change", "{'state':'rejected'}"))).isEmpty();
        assertThat(own.see(Events.one("turn_complete", "{'reason':'completed'}")))
                .hasValueSatisfying(
                        end -> assertThat(end.code()).isEqualTo(ExitCode.APPROVAL_MISSING));
    }

    @Test
    void aRefusedPromptEndsTheWaitingEvenBeforeATurn() {
        var own = new OwnTurn("op1", false, false);

        assertThat(own.see(Events.one("operation_refused", "{'operation_id':'op2'}"))).isEmpty();
        assertThat(
                        own.see(
                                Events.one(
                                        "operation_refused",
                                        "{'operation_id':'op1','reason':'ended'}")))
                .hasValueSatisfying(
                        end -> assertThat(end.sentence().orElseThrow()).contains("ended"));
    }
}
