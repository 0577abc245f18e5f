package io.mlintern.tools.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.mlintern.kit.runs.Payload;
import io.mlintern.kit.runs.Recovery;
import io.mlintern.kit.runs.RunHandle;
import io.mlintern.kit.runs.RunWork;
import io.mlintern.kit.runs.SettledRun;
import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.CallOutcome.Kind;
import io.mlintern.protocol.Json;
import io.mlintern.protocol.ToolCall;
import io.mlintern.tools.secrets.CallMask;
import io.mlintern.tools.secrets.SecretMasks;
import io.mlintern.tools.tool.Arguments;
import io.mlintern.tools.tool.Tool;
import io.mlintern.tools.tool.ToolInvocation;
import io.mlintern.tools.workspace.OldCalls;
import io.mlintern.tools.workspace.WorkspaceFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// Carries tool calls out, as runs.
///
/// Dying before the claim: the record is handed out again. Between claim and start: any worker starts
/// it. During: as the tool's [Recovery] says. After: the outcome is in the run's row, and whoever
/// finds it tells it. Tests: `ToolWorkerIT`, `WorkerRestartIT`.
final class ToolWork implements RunWork {
    private static final Logger LOG = LoggerFactory.getLogger(ToolWork.class);

    private final Toolbox tools;
    private final CallGate gate;
    private final Workspaces workspaces;
    private final SecretMasks masks;
    private final Reports reports;
    private final OldCalls oldCalls = new OldCalls(InstantSource.system());

    ToolWork(
            Toolbox tools,
            CallGate gate,
            Workspaces workspaces,
            SecretMasks masks,
            Reports reports) {
        this.tools = tools;
        this.gate = gate;
        this.workspaces = workspaces;
        this.masks = masks;
        this.reports = reports;
    }

    @Override
    public Payload run(RunHandle run) throws InterruptedException {
        var handedOut = HandedOutCall.read(run.request());
        var refusal = gate.refusal(handedOut.call());
        if (refusal.isPresent()) return payload(refusal.get());
        boolean again = run.attempt() > 1 && run.recovery() == Recovery.RERUN;
        return carryOut(run, handedOut, again);
    }

    /// It was admitted when it was started.
    @Override
    public Payload reattach(RunHandle run) throws InterruptedException {
        return carryOut(run, HandedOutCall.read(run.request()), true);
    }

    private Payload carryOut(RunHandle run, HandedOutCall handedOut, boolean startedBefore)
            throws InterruptedException {
        ToolCall call = handedOut.call();
        var place = workspaces.find(call.workspace());
        var tool = tools.find(call.tool()).map(Toolbox.Entry::tool);
        if (tool.isEmpty()) return payload(refused("There is no tool " + call.tool() + "."));
        return switch (place) {
            case Workspaces.Found.Nowhere(String reason) -> payload(refused(reason));
            case Workspaces.Found.Folder(WorkspaceFolder folder) -> {
                oldCalls.sweep(folder);
                CallMask mask = masks.of(handedOut.actor(), folder);
                var invocation =
                        new ToolInvocation(
                                call.callId(),
                                startedBefore,
                                Arguments.of(call.arguments()),
                                folder,
                                line -> reports.progress(handedOut, mask.apply(line)),
                                run::isCancelled);
                CallOutcome outcome =
                        logged(handedOut, tool.get(), () -> begin(run, tool.get(), invocation));
                String text = OutcomeText.fitting(mask.apply(outcome.output()));
                yield payload(new CallOutcome(outcome.kind(), text));
            }
        };
    }

    private interface Effect {
        CallOutcome outcome() throws InterruptedException;
    }

    private static CallOutcome logged(HandedOutCall handedOut, Tool tool, Effect effect)
            throws InterruptedException {
        ToolCall call = handedOut.call();
        MDC.put("tenant", handedOut.tenant());
        MDC.put("session", call.sessionId().value());
        MDC.put("turn", String.valueOf(call.turn()));
        MDC.put("call", call.callId().value());
        try {
            LOG.info("{} {} runs", tool.name(), call.callId());
            CallOutcome outcome = effect.outcome();
            LOG.info("{} {} ends: {}", tool.name(), call.callId(), outcome.kind());
            return outcome;
        } finally {
            MDC.clear();
        }
    }

    private static CallOutcome begin(RunHandle run, Tool tool, ToolInvocation invocation)
            throws InterruptedException {
        try {
            if (!invocation.startedBefore()) {
                if (run.recovery() == Recovery.REATTACH) {
                    invocation.workspace().state().prepareCall(run.call());
                }
                run.started();
            }
            return tool.run(invocation);
        } catch (ClosedByInterruptException e) {
            throw (InterruptedException) new InterruptedException("stopped").initCause(e);
        } catch (IOException e) {
            return Tool.failed(OutcomeText.of(e));
        }
    }

    @Override
    public Payload cancelled(RunHandle run) {
        return payload(new CallOutcome(Kind.CANCELLED, "Cancelled."));
    }

    @Override
    public Payload unknown(RunHandle run) {
        return payload(
                new CallOutcome(
                        Kind.UNKNOWN,
                        "The worker died while this ran; nobody can tell whether it took effect."));
    }

    @Override
    public Payload failed(RunHandle run, RuntimeException failure) {
        String what = failure.getClass().getSimpleName();
        return payload(Tool.failed("The tool failed in a way it should not (" + what + ")."));
    }

    @Override
    public void lasting(RunHandle run) {
        try {
            reports.started(HandedOutCall.read(run.request()), run.attempt());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void publish(SettledRun run) throws InterruptedException {
        try {
            var outcome = Json.mapper().readValue(run.outcome().bytes(), CallOutcome.class);
            reports.settled(run, outcome);
        } catch (IOException e) {
            throw new UncheckedIOException("a run's outcome cannot be read", e);
        }
    }

    private static CallOutcome refused(String reason) {
        return new CallOutcome(Kind.REFUSED, reason);
    }

    private static Payload payload(CallOutcome outcome) {
        try {
            return Payload.of(Json.mapper().writeValueAsBytes(outcome));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an outcome that cannot be written", e);
        }
    }
}
