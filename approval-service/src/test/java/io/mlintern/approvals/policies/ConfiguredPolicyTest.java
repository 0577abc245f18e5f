package io.mlintern.approvals.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlintern.policy.Policy;
import io.mlintern.policy.ShippedPolicies;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredPolicyTest {
    @TempDir private Path folder;

    @Test
    void aShippedPolicyIsNamed() throws Exception {
        String source = ShippedPolicies.source("single-user").orElseThrow();
        assertThat(ConfiguredPolicy.read("single-user"))
                .isEqualTo(
                        new StoredPolicy("single-user", Policy.compile(source).version(), source));
    }

    @Test
    void aFileThatIsNoPolicyIsRefusedWithRuleAndLine() throws Exception {
        Path file = folder.resolve("p.yaml");
        Files.writeString(
                file,
                """
                policy: p
                language: 1
                rules:
                  - name: one
                    when: tol == 'x'
                    verdict: allow
                    reason: Because.
                """);
        assertThatThrownBy(() -> ConfiguredPolicy.read(file.toString()))
                .hasMessageContaining("p.yaml")
                .hasMessageContaining("line 5, rule one");
    }

    @Test
    void whatIsNeitherShippedNorAFileIsRefused() {
        assertThatThrownBy(() -> ConfiguredPolicy.read("teem"))
                .hasMessageContaining("'teem' is neither one of single-user, team nor a file");
    }
}
