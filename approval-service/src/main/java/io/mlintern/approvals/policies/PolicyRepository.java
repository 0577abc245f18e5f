package io.mlintern.approvals.policies;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/// The policies of the installation in PostgreSQL.
public final class PolicyRepository {
    private static final RowMapper<StoredPolicy> POLICY =
            (row, _) ->
                    new StoredPolicy(
                            row.getString("policy_id"),
                            row.getString("version"),
                            row.getString("source"));

    private final Jdbi jdbi;

    public PolicyRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// What there is to publish, seen at one moment.
    ///
    /// @param retired the newest version of each policy that is not in force
    public record Standing(Optional<StoredPolicy> inForce, List<StoredPolicy> retired) {
        public Standing {
            retired = List.copyOf(retired);
        }
    }

    /// Puts a policy in force.
    ///
    /// @return whether it was not in force before
    public boolean apply(StoredPolicy policy) {
        return jdbi.inTransaction(
                handle -> {
                    var _ =
                            handle.createUpdate(
                                            """
                                            INSERT INTO policies (policy_id, version, source)
                                            VALUES (:id, :version, :source)
                                            ON CONFLICT (policy_id, version)
                                            DO UPDATE SET applied_at = now()
                                            """)
                                    .bind("id", policy.policyId())
                                    .bind("version", policy.version())
                                    .bind("source", policy.source())
                                    .execute();
                    return putInForce(handle, policy);
                });
    }

    private static boolean putInForce(Handle handle, StoredPolicy policy) {
        int changed =
                handle.createUpdate(
                                """
                                INSERT INTO policy_in_force AS was (policy_id, version)
                                VALUES (:id, :version)
                                ON CONFLICT (only_row) DO UPDATE
                                SET policy_id = :id, version = :version, since = now()
                                WHERE (was.policy_id, was.version) <> (:id, :version)
                                """)
                        .bind("id", policy.policyId())
                        .bind("version", policy.version())
                        .execute();
        return changed > 0;
    }

    /// The source of a version that is or was in force, whichever policy it is of.
    public Optional<String> source(String version) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        "SELECT source FROM policies WHERE version = :version LIMIT 1")
                                .bind("version", version)
                                .mapTo(String.class)
                                .findOne());
    }

    public Optional<StoredPolicy> inForce() {
        return jdbi.withHandle(PolicyRepository::inForce);
    }

    private static Optional<StoredPolicy> inForce(Handle handle) {
        return handle.createQuery(
                        """
                        SELECT policy_id, version, source
                        FROM policy_in_force JOIN policies USING (policy_id, version)
                        """)
                .map(POLICY)
                .findOne();
    }

    public Standing standing() {
        return jdbi.inTransaction(
                org.jdbi.v3.core.transaction.TransactionIsolationLevel.REPEATABLE_READ,
                handle -> new Standing(inForce(handle), retired(handle)));
    }

    private static List<StoredPolicy> retired(Handle handle) {
        return handle.createQuery(
                        """
                        SELECT DISTINCT ON (policy_id) policy_id, version, source
                        FROM policies
                        WHERE policy_id NOT IN (SELECT policy_id FROM policy_in_force)
                        ORDER BY policy_id, applied_at DESC, version
                        """)
                .map(POLICY)
                .list();
    }
}
