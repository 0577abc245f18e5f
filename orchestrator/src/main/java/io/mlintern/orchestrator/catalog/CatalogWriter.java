package io.mlintern.orchestrator.catalog;

import io.mlintern.protocol.EventKind;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.SessionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Projects facts into the catalog, a polled batch in one transaction.
///
/// Dying before the commit: nothing is written, the batch comes again. Dying after it: the batch comes again and each fact
/// is dropped by its `seq`. Test: `CatalogIT`.
public final class CatalogWriter {
    private final Jdbi jdbi;

    public CatalogWriter(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// A fact that came although one before it is missing.
    record Gap(SessionId session, long expected, long found) {}

    /// What became of a batch.
    record Outcome(int projected, int duplicates, int unclaimed, List<Gap> gaps) {}

    Outcome project(List<CatalogFact> facts) {
        return jdbi.inTransaction(handle -> new Batch(handle).project(facts));
    }

    /// One batch on its way into the tables.
    private static final class Batch {
        private final Handle handle;
        private final Map<SessionId, SessionRow> rows = new LinkedHashMap<>();
        private final Set<SessionId> changed = new LinkedHashSet<>();
        private final List<CatalogFact> accepted = new ArrayList<>();
        private final Map<SessionId, Gap> gaps = new HashMap<>();
        private int duplicates;
        private int unclaimed;

        Batch(Handle handle) {
            this.handle = handle;
        }

        Outcome project(List<CatalogFact> facts) {
            load(facts);
            facts.forEach(this::take);
            write();
            return new Outcome(accepted.size(), duplicates, unclaimed, List.copyOf(gaps.values()));
        }

        /// Locks the sessions in the order of their ids, so that two replicas never wait for each other in a ring.
        private void load(List<CatalogFact> facts) {
            var ids = new TreeSet<String>();
            facts.forEach(fact -> ids.add(fact.session().value()));
            if (ids.isEmpty()) {
                return;
            }
            handle.createQuery(
                            "SELECT "
                                    + SessionRows.COLUMNS
                                    + " FROM session WHERE id IN (<ids>) ORDER BY id FOR UPDATE")
                    .bindList("ids", List.copyOf(ids))
                    .map((row, _) -> SessionRows.map(row))
                    .forEach(row -> rows.put(row.id(), row));
        }

        private void take(CatalogFact fact) {
            var known = Optional.ofNullable(rows.get(fact.session())).or(() -> openedByFact(fact));
            if (known.isEmpty()) {
                unclaimed++;
                return;
            }
            SessionRow row = known.get();
            switch (SessionProjection.order(row, fact)) {
                case DUPLICATE -> duplicates++;
                case GAP ->
                        gaps.putIfAbsent(
                                fact.session(),
                                new Gap(fact.session(), row.lastSeq() + 1, fact.seq()));
                case NEXT -> {
                    rows.put(fact.session(), SessionProjection.apply(row, fact));
                    changed.add(fact.session());
                    accepted.add(fact);
                }
            }
        }

        /// A session that the API did not open here: another one's child, or the catalog is being built anew. Not there
        /// where it is forgotten, or its first fact has not come.
        private Optional<SessionRow> openedByFact(CatalogFact fact) {
            if (!(fact.known().orElse(null) instanceof Fact.SessionOpened opened)
                    || fact.seq() != 1
                    || isForgotten(fact.session())) {
                return Optional.empty();
            }
            var row =
                    SessionRow.opened(
                            fact.session(),
                            fact.tenant(),
                            opened.settings(),
                            fact.time(),
                            fact.offset());
            SessionRows.bindNew(handle.createUpdate(SessionRows.INSERT), row).execute();
            rows.put(row.id(), row);
            return Optional.of(row);
        }

        private boolean isForgotten(SessionId session) {
            return handle.select("SELECT 1 FROM forgotten_session WHERE id = ?", session.value())
                    .mapTo(Integer.class)
                    .findOne()
                    .isPresent();
        }

        private void write() {
            if (!changed.isEmpty()) {
                var update = handle.prepareBatch(SessionRows.UPDATE);
                changed.forEach(id -> SessionRows.bindChanged(update, rows.get(id)).add());
                update.execute();
                writeFacts();
                CatalogTables.messages(handle, accepted);
                CatalogTables.usage(handle, usage());
                CatalogTables.operations(handle, accepted);
            }
            gaps.values()
                    .forEach(
                            gap ->
                                    handle.execute(
                                            "UPDATE session SET gap_at = ? WHERE id = ?",
                                            gap.found(),
                                            gap.session().value()));
        }

        private void writeFacts() {
            var insert =
                    handle.prepareBatch(
                            "INSERT INTO fact (session_id, seq, log_offset, value)"
                                    + " VALUES (:session, :seq, :offset, :value)");
            for (CatalogFact fact : accepted) {
                insert.bind("session", fact.session().value())
                        .bind("seq", fact.seq())
                        .bind("offset", fact.offset())
                        .bind("value", fact.value())
                        .add();
            }
            insert.execute();
        }

        private List<CatalogFact> usage() {
            return accepted.stream()
                    .filter(fact -> fact.kind().filter(EventKind.LLM_CALL::equals).isPresent())
                    .toList();
        }
    }
}
