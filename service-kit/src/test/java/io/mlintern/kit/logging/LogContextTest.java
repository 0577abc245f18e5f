package io.mlintern.kit.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.protocol.CallId;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogContextTest {
    private static final CallId CALL = new CallId("abcdefghij0123456789-2-3-m");

    @Test
    void aBlockSaysWhatItIsAboutAndLeavesWhatWasThereBefore() {
        try (var _ = LogContext.tenant("acme")) {
            try (var _ = LogContext.call(CALL)) {
                assertThat(LogContext.current())
                        .isEqualTo(
                                "tenant=acme session=abcdefghij0123456789 turn=2"
                                        + " call=abcdefghij0123456789-2-3-m");
                try (var _ = LogContext.turn(CALL.session(), 7)) {
                    assertThat(LogContext.current()).contains("turn=7");
                }
                assertThat(LogContext.current()).contains("turn=2");
            }
            assertThat(LogContext.current()).isEqualTo("tenant=acme");
        }
        assertThat(LogContext.current()).isEmpty();
    }

    @Test
    void aLineShowsItsContextAndIsOneLine() {
        var log = new LogRecord(Level.INFO, "two\nlines");
        log.setLoggerName("io.mlintern.X");
        log.setInstant(Instant.parse("2026-01-02T03:04:05.006Z"));
        try (var _ = LogContext.session(CALL.session())) {
            assertThat(new ContextFormatter().format(log))
                    .isEqualTo(
                            "2026-01-02T03:04:05.006Z INFO io.mlintern.X"
                                    + " [session=abcdefghij0123456789]: two\\nlines\n");
        }
    }
}
