package io.mlintern.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/// The policies that come with the product, as their sources.
public final class ShippedPolicies {
    /// One person and their own machine.
    public static final String SINGLE_USER = "single-user";

    /// What spends, publishes or deletes is decided by somebody else than who asks for it.
    public static final String TEAM = "team";

    private ShippedPolicies() {}

    public static List<String> ids() {
        return List.of(SINGLE_USER, TEAM);
    }

    public static Optional<String> source(String id) {
        return ids().contains(id) ? Optional.of(resource(id + ".yaml")) : Optional.empty();
    }

    /// The cases that the policy is tried on.
    public static Optional<String> cases(String id) {
        return ids().contains(id) ? Optional.of(resource(id + "-test.yaml")) : Optional.empty();
    }

    private static String resource(String name) {
        try (InputStream in = ShippedPolicies.class.getResourceAsStream("/policies/" + name)) {
            if (in == null) {
                throw new IllegalStateException("policies/" + name + " is not in the jar");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
