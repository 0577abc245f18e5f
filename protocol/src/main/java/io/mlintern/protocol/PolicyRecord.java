package io.mlintern.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/// What approval-service publishes for everybody who decides or verifies.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = PolicyRecord.Policy.class, name = "policy"),
    @JsonSubTypes.Type(value = PolicyRecord.GrantKey.class, name = "grant_key")
})
public sealed interface PolicyRecord extends Message {

    /// A policy's source as module `policy` reads it. `inForce` names the one that decides.
    ///
    /// @param version the SHA-256 of `source`, hexadecimal
    record Policy(String policyId, String version, String source, boolean inForce)
            implements PolicyRecord {
        @Override
        public String key() {
            return "policy:" + policyId;
        }
    }

    /// A public key (JWK) that verifies grants.
    record GrantKey(String keyId, JsonObject jwk, Instant notAfter) implements PolicyRecord {
        @Override
        public String key() {
            return "grant-key:" + keyId;
        }
    }
}
