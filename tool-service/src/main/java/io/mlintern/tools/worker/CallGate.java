package io.mlintern.tools.worker;

import io.mlintern.policy.Admission;
import io.mlintern.policy.CallFacts;
import io.mlintern.policy.Policies;
import io.mlintern.policy.SessionFacts;
import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.CallOutcome.Kind;
import io.mlintern.protocol.ToolCall;
import io.mlintern.protocol.ToolDescriptor;
import java.math.BigDecimal;
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

    /// Why the call is not carried out; empty when it may be.
    Optional<CallOutcome> refusal(ToolCall call) {
        return tools.find(call.tool())
                .map(entry -> refusal(call, entry))
                .orElseGet(
                        () ->
                                refused(
                                        "There is no tool %s. The tools here are: %s."
                                                .formatted(call.tool(), tools.names())));
    }

    private Optional<CallOutcome> refusal(ToolCall call, Toolbox.Entry entry) {
        Optional<String> complaint = entry.arguments().complaint(call.arguments());
        if (complaint.isPresent()) return refused(complaint.get());
        CallFacts facts = facts(call, entry.descriptor());
        return switch (policies.get().admit(call.callId(), facts, call.grant(), clock.instant())) {
            case Admission.Admitted _ -> Optional.empty();
            case Admission.Denied denied ->
                    refused("Policy does not allow this call: " + reason(denied));
            case Admission.GrantMissing missing ->
                    refused("This call needs a person's approval: " + reason(missing));
            case Admission.GrantExpired expired ->
                    refused("The approval of this call has expired: " + reason(expired));
            case Admission.GrantRefused other ->
                    refused("The approval is not one for this call: " + reason(other));
        };
    }

    private static CallFacts facts(ToolCall call, ToolDescriptor descriptor) {
        return new CallFacts(
                call.tool(),
                call.arguments(),
                descriptor.effectOf(call.arguments()),
                Optional.of(BigDecimal.ZERO),
                SessionFacts.of(call.owner(), call.attended()));
    }

    private static String reason(Admission admission) {
        return admission.decision().verdict().reason();
    }

    private static Optional<CallOutcome> refused(String reason) {
        return Optional.of(new CallOutcome(Kind.REFUSED, reason));
    }
}
