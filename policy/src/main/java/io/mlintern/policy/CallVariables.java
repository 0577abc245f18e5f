package io.mlintern.policy;

import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelVariableResolver;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A call's facts as the variables of a condition. Arguments are read only when a condition asks for them, and once.
///
/// A figure that is unknown has no value, so a condition that forgets to ask first fails, and the call is denied.
final class CallVariables implements CelVariableResolver {
    private final CallFacts call;
    private Optional<Map<String, Object>> arguments = Optional.empty();

    CallVariables(CallFacts call) {
        this.call = call;
    }

    @Override
    public Optional<Object> find(String name) {
        return switch (name) {
            case "tool" -> Optional.of(call.tool().value());
            case "operation" -> Optional.of(operation());
            case "arguments" -> Optional.of(arguments());
            case "effect" -> Optional.of(call.effect().name().toLowerCase(Locale.ROOT));
            case "cost.known" -> Optional.of(call.estimatedCostUsd().isPresent());
            case "cost.micro_usd" -> call.estimatedCostUsd().map(MicroUsd::atLeast);
            case "user" -> Optional.of(call.session().user());
            case "groups" -> Optional.of(call.session().groups().stream().sorted().toList());
            case "session.attended" -> Optional.of(call.session().attended());
            default -> autoApproval(name);
        };
    }

    private Optional<Object> autoApproval(String name) {
        AutoApproval given = call.session().autoApproval();
        return switch (name) {
            case "session.auto_approval.enabled" ->
                    Optional.of(!(given instanceof AutoApproval.Off));
            case "session.auto_approval.capped" ->
                    Optional.of(given instanceof AutoApproval.Capped);
            case "session.auto_approval.remaining_micro_usd" ->
                    switch (given) {
                        case AutoApproval.Capped(BigDecimal left) ->
                                Optional.of(MicroUsd.atMost(left));
                        case AutoApproval.Off _, AutoApproval.Uncapped _ -> Optional.empty();
                    };
            default -> Optional.empty();
        };
    }

    private Object operation() {
        Object operation = arguments().getOrDefault("operation", "");
        return operation instanceof NullValue ? "" : operation.toString();
    }

    private Map<String, Object> arguments() {
        if (arguments.isEmpty()) {
            arguments = Optional.of(members(call.arguments().asMap()));
        }
        return arguments.get();
    }

    private static Map<String, Object> members(Map<?, ?> json) {
        var members = new LinkedHashMap<String, Object>();
        json.forEach((name, value) -> members.put((String) name, value(value)));
        return members;
    }

    /// JSON's values as CEL has them: whole numbers of 64 bits, others as double.
    private static Object value(Object json) {
        return switch (json) {
            case null -> NullValue.NULL_VALUE;
            case Map<?, ?> map -> members(map);
            case List<?> list -> list.stream().map(CallVariables::value).toList();
            case Integer number -> number.longValue();
            case BigInteger number -> number.doubleValue();
            case BigDecimal number -> number.doubleValue();
            default -> json;
        };
    }
}
