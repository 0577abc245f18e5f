package io.mlintern.tools.worker;

import io.mlintern.policy.Admission;
import io.mlintern.policy.CallFacts;
import io.mlintern.policy.Policies;
import io.mlintern.policy.SessionFacts;
import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.CallOutcome.Kind;
import io.mlintern.protocol.ToolCall;
import io.mlintern.protocol.ToolDescriptor;
import io.mlintern.protocol.ToolResult;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/// What stands between a call and its tool: the name, the arguments, and this worker's own copy of
/// the policy. Nothing that the engine says about its own decision is taken for one.
final class CallGate {
    private final Toolbox tools;
    private final Supplier<Policies> policies;
    private final InstantSource clock;

    CallGate(Toolbox tools, Supplier<Policies> policies, InstantSource clock) {
        this.tools = tools;
        this.policies = policies;
        this.clock = clock;
    }

    /// What happens to a call that is not carried out.
    sealed interface Refusal {
        /// It ends here.
        record Ended(CallOutcome outcome) implements Refusal {}

        /// The engine's verdict is not ours: it is told, and judges again. Nothing has run.
        record SentBack(ToolResult result) implements Refusal {}
    }

    /// Why the call is not carried out; empty when it may be.
    Optional<Refusal> refusal(ToolCall call) {
        return tools.find(call.tool())
                .map(entry -> refusal(call, entry))
                .orElseGet(
                        () ->
                                refused(
                                        "There is no tool %s. The tools here are: %s."
                                                .formatted(call.tool(), tools.names())));
    }

    private Optional<Refusal> refusal(ToolCall call, Toolbox.Entry entry) {
        Optional<String> complaint = entry.arguments().complaint(call.arguments());
        if (complaint.isPresent()) return refused(complaint.get());
        CallFacts facts = facts(call, entry.descriptor());
        return switch (policies.get().admit(call.callId(), facts, call.grant(), clock.instant())) {
            case Admission.Admitted _ -> Optional.empty();
            case Admission.Denied denied ->
                    stricter(call, denied, "Policy does not allow this call: ");
            case Admission.GrantMissing missing ->
                    stricter(call, missing, "This call needs a person's approval: ");
            case Admission.GrantExpired _ ->
                    Optional.of(
                            new Refusal.SentBack(
                                    new ToolResult.GrantExpired(call.sessionId(), call.callId())));
            case Admission.GrantRefused other ->
                    refused("The approval is not one for this call: " + reason(other));
        };
    }

    /// By the very policy that the engine asked there is nothing to ask again.
    private static Optional<Refusal> stricter(ToolCall call, Admission admission, String words) {
        String ours = admission.decision().policyVersion();
        return ours.equals(call.policyVersion())
                ? refused(words + reason(admission))
                : Optional.of(
                        new Refusal.SentBack(
                                new ToolResult.PolicyChanged(
                                        call.sessionId(), call.callId(), ours)));
    }

    private static CallFacts facts(ToolCall call, ToolDescriptor descriptor) {
        var effect = descriptor.effectOf(call.arguments());
        return new CallFacts(
                call.tool(),
                call.arguments(),
                effect,
                CallFacts.costWithoutEstimate(effect),
                SessionFacts.of(call.owner(), call.attended()));
    }

    private static String reason(Admission admission) {
        return admission.decision().verdict().reason();
    }

    private static Optional<Refusal> refused(String reason) {
        return Optional.of(new Refusal.Ended(new CallOutcome(Kind.REFUSED, reason)));
    }
}
