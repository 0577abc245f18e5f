package io.mlintern.approvals.policies;

import io.mlintern.policy.InvalidPolicy;
import io.mlintern.policy.Policy;
import io.mlintern.policy.ShippedPolicies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The policy that the configuration names: a shipped one, or a file. One that cannot be used ends the start with a
/// sentence that says why; nothing falls back to another policy.
public final class ConfiguredPolicy {
    private ConfiguredPolicy() {}

    /// @param setting a shipped policy's name, or the path of a file
    public static StoredPolicy read(String setting) {
        // A shipped policy was compiled and tried in the build.
        Optional<String> shipped = ShippedPolicies.source(setting);
        return shipped.map(source -> StoredPolicy.of(setting, source))
                .orElseGet(() -> file(Path.of(setting)));
    }

    private static StoredPolicy file(Path file) {
        try {
            Policy policy = Policy.compile(Files.readString(file));
            return StoredPolicy.of(policy.id(), policy.source());
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "mlintern.approval-policy: '%s' is neither one of %s nor a file that can be read"
                            .formatted(file, String.join(", ", ShippedPolicies.ids())),
                    e);
        } catch (InvalidPolicy e) {
            throw new IllegalArgumentException(
                    "mlintern.approval-policy: %s is no policy: %s".formatted(file, e.getMessage()),
                    e);
        }
    }
}
