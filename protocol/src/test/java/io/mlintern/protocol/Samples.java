package io.mlintern.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Messages of every type, with every member set, or with none that may be absent. Always the same ones.
public final class Samples {
    public static final SessionId SESSION = new SessionId("abcdefghij0123456789");
    public static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    // What checks its own text, and so needs a sample that passes.
    private static final Map<Class<?>, Object> FIXED =
            Map.ofEntries(
                    Map.entry(SessionId.class, SESSION),
                    Map.entry(CallId.class, CallId.ofTool(SESSION, 2, 1, 0)),
                    Map.entry(OperationId.class, new OperationId("op-1")),
                    Map.entry(
                            JsonObject.class, new JsonObject("{\"command\":\"ls\",\"deep\":[1]}")),
                    Map.entry(String.class, "text"),
                    Map.entry(BigDecimal.class, new BigDecimal("0.0125")),
                    Map.entry(Instant.class, NOON),
                    Map.entry(Duration.class, Duration.ofSeconds(90)),
                    Map.entry(long.class, 7L),
                    Map.entry(int.class, 3),
                    Map.entry(boolean.class, true),
                    Map.entry(OptionalLong.class, OptionalLong.of(7)));

    private final boolean whole;

    private Samples(boolean whole) {
        this.whole = whole;
    }

    /// One message for each shape of a type; the first is the plain one. Every member is set.
    public static List<Message> whole(MessageType type) {
        return new Samples(true).messages(type);
    }

    /// The same without members that may be absent.
    public static List<Message> bare(MessageType type) {
        return new Samples(false).messages(type);
    }

    private List<Message> messages(MessageType type) {
        return variants(type.payload()).map(payload -> message(type, payload)).toList();
    }

    private static Message message(MessageType type, Object payload) {
        return switch (payload) {
            case Operation operation ->
                    new SubmittedOperation(new OperationId("op-1"), SESSION, operation);
            case Fact fact -> SessionEvent.fact(SESSION, 7, NOON, 2, fact);
            case Signal signal -> SessionEvent.signal(SESSION, NOON, 2, signal);
            case Message message -> message;
            default -> throw new IllegalStateException("no message: " + type.ceType());
        };
    }

    /// A record once for each member of the families that it holds.
    private Stream<Object> variants(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .filter(component -> component.getType().isInterface() && isFamily(component))
                .findFirst()
                .map(
                        component ->
                                members(component.getType())
                                        .map(member -> made(record, component, member)))
                .orElseGet(() -> Stream.of(made(record)));
    }

    private static boolean isFamily(RecordComponent component) {
        return component.getType().isAnnotationPresent(JsonSubTypes.class);
    }

    private static Stream<Class<?>> members(Class<?> family) {
        return Arrays.stream(family.getAnnotation(JsonSubTypes.class).value())
                .map(JsonSubTypes.Type::value);
    }

    private Object made(Class<?> record, RecordComponent varied, Class<?> member) {
        return construct(
                record,
                Arrays.stream(record.getRecordComponents())
                        .map(
                                component ->
                                        component.getName().equals(varied.getName())
                                                ? made(member)
                                                : sample(component.getGenericType()))
                        .toArray());
    }

    private Object made(Class<?> record) {
        return construct(
                record,
                Arrays.stream(record.getRecordComponents())
                        .map(component -> sample(component.getGenericType()))
                        .toArray());
    }

    private Object sample(Type type) {
        if (type instanceof ParameterizedType generic) {
            return sample((Class<?>) generic.getRawType(), generic.getActualTypeArguments());
        }
        Class<?> plain = (Class<?>) type;
        if (FIXED.containsKey(plain)) {
            return FIXED.get(plain);
        }
        return plain.isEnum() ? plain.getEnumConstants()[0] : made(plain);
    }

    private Object sample(Class<?> container, Type[] of) {
        if (container == Optional.class) {
            return whole ? Optional.of(sample(of[0])) : Optional.empty();
        }
        if (container == List.class) {
            return whole ? List.of(sample(of[0])) : List.of();
        }
        if (container == Map.class) {
            return Map.of("*", sample(of[1]));
        }
        throw new IllegalStateException("no sample of " + container);
    }

    private static Object construct(Class<?> record, Object[] arguments) {
        try {
            var types =
                    Arrays.stream(record.getRecordComponents())
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new);
            var constructor = record.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new IllegalStateException("no sample of " + record, e);
        }
    }
}
