package io.mlintern.protocol;

/// On whose behalf something happens: the tenant that it belongs to and the user or service that caused it.
/// Travels as the CloudEvents attributes `ce_tenant` and `ce_actor`.
public record Actor(String tenant, String user) {
    public Actor {
        if (tenant.isBlank() || user.isBlank()) {
            throw new IllegalArgumentException("an actor has a tenant and a user");
        }
    }
}
