package io.mlintern.orchestrator.catalog;

import io.mlintern.protocol.Fact;
import io.mlintern.protocol.OperationId;
import java.util.Optional;

/// What one fact makes of a session's row. Pure: the same facts give the same row, whenever they are read.
final class SessionProjection {
    private static final int TITLE_LENGTH = 60;

    private SessionProjection() {}

    /// How a fact stands to what is projected already.
    enum Order {
        NEXT,
        DUPLICATE,
        GAP
    }

    static Order order(SessionRow row, CatalogFact fact) {
        if (fact.seq() <= row.lastSeq()) {
            return Order.DUPLICATE;
        }
        return fact.seq() == row.lastSeq() + 1 ? Order.NEXT : Order.GAP;
    }

    static SessionRow apply(SessionRow before, CatalogFact fact) {
        SessionRow row = before.projected(fact);
        return fact.known().map(known -> apply(row, known)).orElse(row);
    }

    private static SessionRow apply(SessionRow row, Fact known) {
        return switch (known) {
            case Fact.SessionOpened opened ->
                    opened.settings().title().map(row::titled).orElse(row);
            case Fact.TitleChanged changed -> row.titled(clean(changed.title()));
            case Fact.ModelChanged changed -> row.using(changed.model());
            case Fact.EffortChanged changed -> row.thinking(changed.effort());
            case Fact.UserMessage message when row.settings().title().isEmpty() ->
                    row.titled(firstWords(message.text()));
            default -> row; // The kind alone decides about the rest.
        };
    }

    /// The operation whose effect the fact is, where it names one.
    static Optional<OperationId> operation(CatalogFact fact) {
        return fact.known()
                .flatMap(
                        known ->
                                switch (known) {
                                    case Fact.UserMessage it -> Optional.of(it.operationId());
                                    case Fact.Interrupting it -> Optional.of(it.operationId());
                                    case Fact.OperationRefused it -> Optional.of(it.operationId());
                                    case Fact.OperationQueued it -> Optional.of(it.operationId());
                                    case Fact.TitleChanged it -> Optional.of(it.operationId());
                                    case Fact.ModelChanged it -> Optional.of(it.operationId());
                                    case Fact.EffortChanged it -> Optional.of(it.operationId());
                                    default -> Optional.empty();
                                });
    }

    /// A title for a session that nobody named: the first words, cut between two of them.
    static String firstWords(String text) {
        String line = clean(text).strip().replaceAll("\\s+", " ");
        if (line.codePointCount(0, line.length()) <= TITLE_LENGTH) {
            return line;
        }
        String start = line.substring(0, line.offsetByCodePoints(0, TITLE_LENGTH));
        int space = start.lastIndexOf(' ');
        return (space > TITLE_LENGTH / 2 ? start.substring(0, space) : start) + "…";
    }

    /// PostgreSQL's texts take no NUL.
    private static String clean(String text) {
        return text.replace("\u0000", "");
    }
}
