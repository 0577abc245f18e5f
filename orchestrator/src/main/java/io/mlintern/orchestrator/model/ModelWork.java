package io.mlintern.orchestrator.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.mlintern.kit.runs.Payload;
import io.mlintern.kit.runs.RunHandle;
import io.mlintern.kit.runs.RunWork;
import io.mlintern.kit.runs.SettledRun;
import io.mlintern.orchestrator.model.History.HistoryMissing;
import io.mlintern.protocol.ErrorCode;
import io.mlintern.protocol.Json;
import io.mlintern.protocol.ModelResult;
import io.mlintern.protocol.ModelResult.Cancelled;
import io.mlintern.protocol.ModelResult.Failed;
import io.mlintern.protocol.ModelResult.ModelOutcome;
import io.mlintern.protocol.ModelResult.ModelSettled;
import io.mlintern.protocol.ModelResult.ModelStarted;
import java.io.IOException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// Carries out model calls.
///
/// Dying before the model was asked: another runner asks. During: another runner asks again, its chunks carry a higher
/// attempt. After: the answer is in the run's row and is published from there, never bought again. Test: `ModelRunnerIT`.
final class ModelWork implements RunWork {
    private static final Logger LOG = LoggerFactory.getLogger(ModelWork.class);

    private final History history;
    private final ModelAttempts.Means means;

    ModelWork(History history, ModelAttempts.Means means) {
        this.history = history;
        this.means = means;
    }

    @Override
    public Payload run(RunHandle run) throws InterruptedException {
        ModelCall call = ModelCall.of(run.request());
        try (var _ = MDC.putCloseable("tenant", call.actor().tenant());
                var _ = MDC.putCloseable("session", call.session().value());
                var _ = MDC.putCloseable("turn", Integer.toString(call.turn()));
                var _ = MDC.putCloseable("call", call.id().value())) {
            var ready = history.request(call.session(), call.requested());
            var settled = new ModelAttempts(run, call, ready, means).settle();
            LOG.info(
                    "model call {} settled: {}, attempt {}",
                    call.id(),
                    settled.outcome().getClass().getSimpleName(),
                    settled.attempt());
            return payload(settled);
        } catch (HistoryMissing e) {
            LOG.error("model call {} cannot be made: {}", call.id(), e.getMessage());
            return payload(
                    run,
                    internal(
                            "The conversation could not be read back completely; nothing was sent to the model."));
        }
    }

    /// Never asked for: a second time does no harm.
    @Override
    public Payload reattach(RunHandle run) throws InterruptedException {
        return run(run);
    }

    @Override
    public Payload cancelled(RunHandle run) {
        return payload(run, new Cancelled("", false));
    }

    @Override
    public Payload unknown(RunHandle run) {
        return payload(run, internal("Nobody can tell how the call to the model ended."));
    }

    @Override
    public Payload failed(RunHandle run, RuntimeException failure) {
        return payload(
                run, internal("The call to the model failed inside the server; its log says why."));
    }

    @Override
    public void lasting(RunHandle run) {
        ModelCall call = ModelCall.of(run.request());
        var started = new ModelStarted(call.session(), call.id(), ModelCall.attempt(run, 1));
        try {
            means.outbox().result(call, call.id() + "-" + run.attempt() + "-started", started);
        } catch (KafkaException e) {
            // Without it the engine hands the call out again, and the row makes that harmless.
            LOG.warn("the start of {} cannot be told: {}", call.id(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void publish(SettledRun run) throws InterruptedException {
        ModelCall call = ModelCall.of(run.request());
        means.outbox().result(call, call.id() + "-settled", settled(run.outcome()));
    }

    private static Failed internal(String text) {
        return new Failed(ErrorCode.INTERNAL, text, 0);
    }

    private static Payload payload(RunHandle run, ModelOutcome outcome) {
        ModelCall call = ModelCall.of(run.request());
        int attempt = ModelCall.attempt(run, 1);
        return payload(new ModelSettled(call.session(), call.id(), attempt, outcome));
    }

    private static Payload payload(ModelSettled settled) {
        try {
            return Payload.of(Json.mapper().writeValueAsBytes(settled));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an outcome that cannot be written", e);
        }
    }

    private static ModelResult settled(Payload outcome) {
        try {
            return Json.mapper().readValue(outcome.bytes(), ModelResult.class);
        } catch (IOException e) {
            throw new IllegalStateException("a run's outcome that cannot be read", e);
        }
    }
}
