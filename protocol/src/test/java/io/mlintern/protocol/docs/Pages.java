package io.mlintern.protocol.docs;

import io.mlintern.protocol.EventKind;
import io.mlintern.protocol.MessageType;
import io.mlintern.protocol.Topics;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// The tables of topics and of event kinds, for people.
final class Pages {
    private static final String MADE =
            "<!-- Made from the code by DocumentationTest (module protocol); it says the command that rewrites it. -->\n\n";

    private Pages() {}

    static String topics() {
        var page = new StringBuilder("# Topics\n\n").append(MADE);
        page.append(
                """
                Names carry the installation's prefix (`mlintern.topic-prefix`, by default `mlintern.`). P is the number of
                session partitions (`mlintern.partitions`), which cannot change later. Values are JSON under CloudEvents
                headers (binary content mode); no message is larger than %d MiB. What cannot be read goes to the topic's
                `%s`, kept %d days.

                """
                        .formatted(
                                Topics.MAX_MESSAGE_BYTES / 1024 / 1024,
                                Topics.DEAD_LETTER_SUFFIX,
                                Topics.DEAD_LETTER_RETENTION.toDays()));
        page.append(row("topic", "key", "value", "partitions", "kept", "written by", "read by"));
        page.append(row("---", "---", "---", "---", "---", "---", "---"));
        for (Topics topic : Topics.values()) {
            page.append(
                    row(
                            code(topic.baseName()),
                            topic.keyMeaning(),
                            code(topic.value()),
                            partitions(topic),
                            kept(topic),
                            topic.writers(),
                            topic.readers()));
        }
        page.append("\n## Types of records\n\n");
        for (Topics topic : Topics.values()) {
            page.append("- ").append(code(topic.baseName())).append(": ");
            page.append(
                    types(topic).stream()
                            .map(type -> "[`%1$s`](schemas/%1$s.json)".formatted(type.ceType()))
                            .collect(Collectors.joining(", ")));
            page.append("\n");
        }
        return page.toString();
    }

    static String events() {
        var page = new StringBuilder("# Events\n\n").append(MADE);
        page.append(
                """
                A *fact* changed the session: only the engine writes it, and it carries a `seq`. A *signal* is only for
                watching. *Internal* kinds are on the topic `events` and not in the stream to clients.

                """);
        page.append(row("event", "is a", "written by", "changes", "internal", "payload"));
        page.append(row("---", "---", "---", "---", "---", "---"));
        for (EventKind kind : EventKind.values()) {
            page.append(
                    row(
                            code(kind.wireName()),
                            kind.isFact() ? "fact" : "signal",
                            kind.writer(),
                            kind.changes() + (kind.endsTurn() ? " (the turn is over)" : ""),
                            kind.isInternal() ? "internal" : "",
                            "[schema](schemas/io.mlintern.event.%s.v1.json)"
                                    .formatted(kind.wireName())));
        }
        return page.toString();
    }

    /// The types of records that stand on a topic.
    static List<MessageType> types(Topics topic) {
        return MessageType.all().stream()
                .filter(type -> valueName(type).equals(topic.value()))
                .toList();
    }

    private static String valueName(MessageType type) {
        return switch (type.family()) {
            case "operation" -> "Operation";
            case "event" -> "SessionEvent";
            default -> {
                Class<?> family = type.payload().getEnclosingClass();
                yield (family == null ? type.payload() : family).getSimpleName();
            }
        };
    }

    private static String partitions(Topics topic) {
        return topic.isBySession() ? "P" : topic.partitions(2) == 1 ? "1" : "P or more";
    }

    private static String kept(Topics topic) {
        return topic.retention()
                .map(Duration::toDays)
                .map(days -> days + " d")
                .orElse("newest of each key");
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
