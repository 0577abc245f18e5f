package io.mlintern.approvals.policies;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mlintern.policy.grant.Sha256;

/// A policy as it is stored and published.
///
/// @param version the SHA-256 of the source, hexadecimal
public record StoredPolicy(String policyId, String version, String source) {
    static StoredPolicy of(String policyId, String source) {
        return new StoredPolicy(policyId, Sha256.hex(source.getBytes(UTF_8)), source);
    }
}
