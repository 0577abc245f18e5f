package io.mlintern.approvals.publication;

import io.mlintern.approvals.keys.GrantKeys;
import io.mlintern.approvals.policies.PolicyRepository;
import io.mlintern.approvals.policies.PolicyRepository.Standing;
import io.mlintern.approvals.policies.StoredPolicy;
import io.mlintern.protocol.PolicyRecord;
import java.util.ArrayList;
import java.util.List;

/// Brings topic `policies` to what the database says.
///
/// Writing the same again changes nothing for readers. Dying before, or in the middle of it: the next start, or another
/// replica, writes all of it again. The policy in force goes first, so that a change leaves no moment without one; and
/// where another replica changed the database meanwhile, what it says now is written again, so that the last write is
/// never an older state.
public final class Publication {
    private final PolicyRepository policies;
    private final GrantKeys keys;
    private final PolicyTopic topic;

    public Publication(PolicyRepository policies, GrantKeys keys, PolicyTopic topic) {
        this.policies = policies;
        this.keys = keys;
        this.topic = topic;
    }

    /// Publishes the standing of the database, and returns it.
    public Standing publish() throws NotPublishedException, InterruptedException {
        List<PolicyRecord> published = List.of();
        while (true) {
            Standing standing = policies.standing();
            List<PolicyRecord> wanted = records(standing);
            if (wanted.equals(published)) {
                return standing;
            }
            topic.write(wanted);
            published = wanted;
        }
    }

    private List<PolicyRecord> records(Standing standing) {
        var records = new ArrayList<PolicyRecord>(keys.ensured());
        standing.inForce().ifPresent(policy -> records.add(record(policy, true)));
        standing.retired().forEach(policy -> records.add(record(policy, false)));
        return records;
    }

    private static PolicyRecord record(StoredPolicy policy, boolean inForce) {
        return new PolicyRecord.Policy(
                policy.policyId(), policy.version(), policy.source(), inForce);
    }
}
