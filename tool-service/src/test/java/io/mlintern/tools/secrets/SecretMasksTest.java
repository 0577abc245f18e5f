package io.mlintern.tools.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlintern.protocol.Actor;
import io.mlintern.tools.workspace.WorkspaceFolder;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SecretMasksTest {
    private static final Actor ADA = new Actor("local", "ada");

    private final AtomicInteger asked = new AtomicInteger();

    @TempDir private Path folder;

    @Test
    void aCallWaitsForItsUsersCredentialsWhilePostgresIsAway() throws InterruptedException {
        var masks =
                new SecretMasks(
                        _ -> {
                            if (asked.incrementAndGet() < 3) {
                                throw new IllegalStateException(new SQLException("gone", "57P01"));
                            }
                            return List.of("of-the-user");
                        });

        var mask = masks.of(ADA, new WorkspaceFolder(folder));

        assertThat(mask.apply("it is of-the-user")).isEqualTo("it is [REDACTED]");
        assertThat(asked).hasValue(3);
    }

    @Test
    void anotherFailureIsNotWaitedOut() {
        var masks =
                new SecretMasks(
                        _ -> {
                            throw new IllegalStateException(new SQLException("what?", "42601"));
                        });

        assertThatThrownBy(() -> masks.of(ADA, new WorkspaceFolder(folder)))
                .isInstanceOf(IllegalStateException.class);
    }
}
