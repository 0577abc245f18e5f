package io.mlintern.gateway.api;

import io.mlintern.gateway.chat.ChatEvent;
import io.mlintern.gateway.chat.FailureCode;
import io.mlintern.gateway.chat.ModelFailure;
import io.mlintern.gateway.chat.Usage;
import io.mlintern.gateway.usage.Account;
import io.mlintern.gateway.usage.UsageLog;
import io.mlintern.protocol.ErrorCode;
import io.mlintern.protocol.ModelId;
import io.mlintern.protocol.UsageRecord;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows one call to its end, which it logs, counts and, when the call reached its provider, meters once; never what was
/// said in it.
final class CallLog {
    private static final Logger LOG = LoggerFactory.getLogger(CallLog.class);
    private static final String ANSWERED = "answered";
    private static final String ABANDONED = "abandoned";

    private final Subject subject;
    private final CallMetrics metrics;
    private final UsageLog usages;
    private final long began = System.nanoTime();
    private Optional<Usage> usage = Optional.empty();
    private boolean ended;

    /// Which call it is.
    ///
    /// @param id unique for the answer
    record Subject(String id, Account account, ModelId model, String provider) {}

    CallLog(Subject subject, CallMetrics metrics, UsageLog usages) {
        this.subject = subject;
        this.metrics = metrics;
        this.usages = usages;
    }

    void saw(ChatEvent event) {
        if (event instanceof ChatEvent.Used(Usage figures)) usage = Optional.of(figures);
    }

    /// @param used what the provider said where no event did; the same below
    void answered(Optional<Usage> used) {
        end(ANSWERED, used, true);
    }

    void failed(ModelFailure failure, Optional<Usage> used) {
        boolean reached = failure.code() != FailureCode.UPSTREAM_UNREACHABLE;
        end(failure.code().wireName(), used, reached);
    }

    /// The caller left before the end.
    void abandoned(Optional<Usage> used) {
        end(ABANDONED, used, true);
    }

    /// Nothing was sent.
    void refused(ModelFailure failure) {
        end(failure.code().wireName(), Optional.empty(), false);
    }

    private void end(String outcome, Optional<Usage> used, boolean reached) {
        if (ended) return;
        ended = true;
        usage = usage.or(() -> used);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        metrics.ended(subject.provider(), outcome, usage);
        if (reached) meter(outcome, took);
        LOG.info(
                "model call to {} ({}): {} after {} ms, {} tokens, {} USD",
                subject.model(),
                subject.provider(),
                outcome,
                took.toMillis(),
                usage.map(Usage::totalTokens).orElse(0L),
                usage.flatMap(Usage::costUsd)
                        .map(BigDecimal::toPlainString)
                        .orElse("an unknown number of"));
    }

    private void meter(String outcome, Duration took) {
        Account account = subject.account();
        usages.write(
                subject.id(),
                account.actor(),
                new UsageRecord(
                        account.session(),
                        account.call(),
                        account.actor().user(),
                        subject.model(),
                        usage.map(CallLog::wire).orElse(io.mlintern.protocol.Usage.NONE),
                        took.toMillis(),
                        outcome.equals(ANSWERED)
                                ? Optional.empty()
                                : Optional.of(new ErrorCode(outcome))));
    }

    private static io.mlintern.protocol.Usage wire(Usage usage) {
        return new io.mlintern.protocol.Usage(
                usage.promptTokens(),
                usage.completionTokens(),
                usage.totalTokens(),
                usage.cachedTokens(),
                usage.cacheWriteTokens(),
                usage.costUsd());
    }
}
