package io.mlintern.approvals;

import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/// What can be set of approval-service.
///
/// @param policy `mlintern.approval-policy`: the policy in force, a shipped one's name or a file
/// @param keyFile `mlintern.credentials-key-file`: seals the private keys of grants in the database
/// @param grantKeyLifetime `mlintern.approval-service.grant-key-lifetime`: for how long a new key verifies grants; it
///     is replaced when a third of that is left
/// @param publishInterval `mlintern.approval-service.publish-interval`: how often it is looked whether there is
///     something to publish
/// @param retryDelay `mlintern.approval-service.retry-delay`: the pause after a publication that failed
public record ApprovalConfig(
        String policy,
        Path keyFile,
        Duration grantKeyLifetime,
        Duration publishInterval,
        Duration retryDelay) {
    public static final String PREFIX = "mlintern.approval-service.";

    public ApprovalConfig {
        positive(grantKeyLifetime, "grant-key-lifetime");
        positive(publishInterval, "publish-interval");
        positive(retryDelay, "retry-delay");
    }

    public static ApprovalConfig of(Config config) {
        return new ApprovalConfig(
                config.getOptionalValue("mlintern.approval-policy", String.class)
                        .orElse("single-user"),
                Path.of(config.getValue("mlintern.credentials-key-file", String.class)),
                duration(config, "grant-key-lifetime", "P90D"),
                duration(config, "publish-interval", "PT1H"),
                duration(config, "retry-delay", "PT1S"));
    }

    private static Duration duration(Config config, String name, String otherwise) {
        return config.getOptionalValue(PREFIX + name, Duration.class)
                .orElseGet(() -> Duration.parse(otherwise));
    }

    private static void positive(Duration duration, String name) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException(PREFIX + name + " must be longer than nothing");
        }
    }
}
