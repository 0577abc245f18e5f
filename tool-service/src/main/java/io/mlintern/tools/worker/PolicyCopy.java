package io.mlintern.tools.worker;

import io.mlintern.kit.kafka.CompactedTable;
import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.policy.Policies;
import io.mlintern.protocol.PolicyRecord;
import io.mlintern.protocol.Topics;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This worker's own copy of the policy in force, by which it admits calls.
final class PolicyCopy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyCopy.class);

    private final CompactedTable<PolicyRecord> table;
    private volatile Policies policies = Policies.none();

    PolicyCopy(KafkaClients clients) {
        table = CompactedTable.follow(clients, Topics.POLICIES, PolicyRecord.class, this::changed);
    }

    Policies policies() {
        return policies;
    }

    /// Whether calls can be judged: all that was published has been read, and a policy is among it.
    boolean isReady() {
        return table.isReady() && policies.isInForce();
    }

    private void changed(List<PolicyRecord> rows) {
        Policies now = Policies.of(rows);
        if (!now.version().equals(policies.version())) {
            LOG.info("policy in force: {}", now.version().orElse("none"));
        }
        policies = now;
    }

    @Override
    public void close() {
        table.close();
    }
}
