package io.mlintern.orchestrator.model;

import io.mlintern.kit.runs.RunHandle;
import io.mlintern.orchestrator.model.Conversations.Ready;
import io.mlintern.orchestrator.model.gateway.Answer;
import io.mlintern.orchestrator.model.gateway.GatewayException;
import io.mlintern.orchestrator.model.gateway.GatewayFailure;
import io.mlintern.orchestrator.model.gateway.LlmGateway.Caller;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.ErrorCode;
import io.mlintern.protocol.ModelResult.Answered;
import io.mlintern.protocol.ModelResult.Cancelled;
import io.mlintern.protocol.ModelResult.Failed;
import io.mlintern.protocol.ModelResult.ModelOutcome;
import io.mlintern.protocol.ModelResult.ModelSettled;
import io.mlintern.protocol.Signal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks a model, up to three times, for one call. That llm-gateway is away is waited out, and counts as no attempt.
final class ModelAttempts {
    /// What all calls share.
    record Means(
            Gateways gateways,
            Outbox outbox,
            ScheduledExecutorService clock,
            RetryPolicy retries) {}

    private static final Logger LOG = LoggerFactory.getLogger(ModelAttempts.class);

    private final RunHandle run;
    private final ModelCall call;
    private final Ready ready;
    private final Means means;
    private final long startedAt = System.nanoTime();
    private int tried;
    private int missed;
    private String shown = "";

    ModelAttempts(RunHandle run, ModelCall call, Ready ready, Means means) {
        this.run = run;
        this.call = call;
        this.ready = ready;
        this.means = means;
    }

    /// @throws InterruptedException when another worker goes on with the call
    ModelSettled settle() throws InterruptedException {
        while (true) {
            tried += missed == 0 ? 1 : 0;
            try {
                return settled(answered(ask()));
            } catch (GatewayException e) {
                if (run.isCancelled()) {
                    return cancelled();
                }
                throwIfStopped();
                var delay = delay(e.failure());
                if (delay.isEmpty()) {
                    return settled(failed(e.failure()));
                }
                if (!await(e.failure(), delay.get())) {
                    return cancelled();
                }
            }
        }
    }

    private Optional<Duration> delay(GatewayFailure failure) {
        var random = ThreadLocalRandom.current();
        // Where something was shown the model was asked: what comes next is another attempt.
        if (failure.code().equals(ErrorCode.GATEWAY_UNREACHABLE) && shown.isEmpty()) {
            missed++;
            return means.retries().untilGatewayAnswers(missed, random);
        }
        missed = 0;
        return means.retries().delay(failure, tried, random);
    }

    private int attempt() {
        return ModelCall.attempt(run, tried);
    }

    private Answer ask() throws GatewayException {
        var chunks = new ChunkSender(call, attempt(), means.outbox(), means.clock());
        try {
            Answer answer = means.gateways().current().ask(ready.request(), caller(), chunks::add);
            finish(chunks);
            return answer;
        } finally {
            shown = chunks.text();
            chunks.stop();
        }
    }

    /// An answer that is complete is kept, whatever stops the run now: it would only be bought again.
    private void finish(ChunkSender chunks) {
        try {
            chunks.finish();
        } catch (InterruptedException e) {
            LOG.debug("{} was stopped when its answer was complete", run);
        }
    }

    private Caller caller() {
        String owner = ready.owner().orElse(call.actor().user());
        return new Caller(new Actor(call.actor().tenant(), owner), call.id());
    }

    /// False when the call was cancelled meanwhile.
    private boolean await(GatewayFailure failure, Duration delay) throws InterruptedException {
        announce(failure, delay);
        try {
            Thread.sleep(delay);
            return true;
        } catch (InterruptedException e) {
            if (run.isCancelled()) {
                return false;
            }
            throw e;
        }
    }

    private void announce(GatewayFailure failure, Duration delay) {
        String text = FailureTexts.retry(failure, ready.request().model(), delay, tried + 1);
        var log =
                new Signal.ToolLog(
                        Signal.ToolLog.SYSTEM,
                        text,
                        Optional.of(call.id()),
                        Optional.empty(),
                        Optional.empty());
        try {
            var _ =
                    means.outbox()
                            .signal(call, call.id() + "-" + attempt() + "-retry-" + missed, log);
        } catch (KafkaException e) {
            LOG.debug("a notice of {} is lost: {}", call.id(), e.toString());
        }
    }

    private void throwIfStopped() throws InterruptedException {
        if (run.stopReason().isPresent()) {
            throw new InterruptedException("the run was stopped");
        }
    }

    private ModelOutcome answered(Answer answer) {
        return new Answered(
                answer.content(),
                answer.calls(),
                answer.reasoning(),
                answer.finishReason(),
                isStreamed(),
                answer.usage(),
                latency());
    }

    private ModelOutcome failed(GatewayFailure failure) {
        return new Failed(
                failure.code(), FailureTexts.of(failure, ready.request().model()), latency());
    }

    private ModelSettled cancelled() {
        return settled(new Cancelled(shown, isStreamed()));
    }

    /// Whether chunks went before.
    private boolean isStreamed() {
        return ready.request().stream() && !shown.isEmpty();
    }

    private ModelSettled settled(ModelOutcome outcome) {
        return new ModelSettled(call.session(), call.id(), attempt(), outcome);
    }

    /// From before the first attempt, waits included.
    private long latency() {
        return Duration.ofNanos(System.nanoTime() - startedAt).toMillis();
    }
}
