package io.mlintern.kit.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.protocol.CallId;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextStepTest {
    private static final CallId CALL = new CallId("abcdefghij0123456789-1-2-3");

    @ParameterizedTest(name = "{0}, started {1}, cancelled {2}, finished {3}: {4}")
    @CsvSource({
        "REATTACH, false, false, false, Start",
        "RERUN,    false, false, false, Start",
        "NONE,     false, false, false, Start",
        "REATTACH, true,  false, false, Reattach",
        "RERUN,    true,  false, false, RunAgain",
        "NONE,     true,  false, false, SettleUnknown",
        "REATTACH, false, true,  false, SettleCancelled",
        "RERUN,    false, true,  false, SettleCancelled",
        "NONE,     false, true,  false, SettleCancelled",
        "REATTACH, true,  true,  false, Reattach",
        "RERUN,    true,  true,  false, SettleCancelled",
        "NONE,     true,  true,  false, SettleUnknown",
        "REATTACH, true,  false, true,  Publish",
        "RERUN,    true,  true,  true,  Publish",
        "NONE,     true,  false, true,  Publish",
        "NONE,     false, true,  true,  Publish",
    })
    void whatTheHolderDoes(
            Recovery recovery, boolean started, boolean cancelled, boolean finished, String step) {
        Optional<Payload> outcome = finished ? Optional.of(Payload.of("done")) : Optional.empty();
        var row = new RunRow(CALL, 2, recovery, Payload.of("do"), started, cancelled, outcome);

        assertThat(NextStep.of(row).getClass().getSimpleName()).isEqualTo(step);
    }
}
