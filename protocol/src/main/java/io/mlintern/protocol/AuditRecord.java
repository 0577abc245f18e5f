package io.mlintern.protocol;

/// A copy of one link of a tenant's audit chain.
public record AuditRecord(
        String tenant, long number, String previousHash, String hash, JsonObject entry)
        implements Message {
    @Override
    public String key() {
        return tenant;
    }
}
