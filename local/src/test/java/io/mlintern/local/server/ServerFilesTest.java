package io.mlintern.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlintern.local.folder.DataFolder;
import io.mlintern.local.folder.Fatal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerFilesTest {
    private static final long OURS = ProcessHandle.current().pid();

    @TempDir Path home;

    @Test
    void serverJsonIsReadAsItWasWritten() throws IOException {
        DataFolder folder = new DataFolder(home).create();
        ServerFile file = file(OURS, Instant.parse("2100-01-01T00:00:00Z"));

        file.write(folder);

        assertThat(ServerFile.read(folder)).contains(file);
        assertThat(ServerFile.living(folder)).contains(file);
    }

    @Test
    void aFileOfAProcessThatHasGoneIsStale() throws IOException {
        DataFolder folder = new DataFolder(home).create();

        file(OURS, Instant.EPOCH).write(folder);

        assertThat(ServerFile.living(folder)).as("our id was somebody else's then").isEmpty();
    }

    @Test
    void optionsOfStartAreReadAndRefused() {
        assertThat(ServerOptions.parse(List.of("--port", "0", "--processes")))
                .isEqualTo(new ServerOptions(Optional.empty(), false, true));
        assertThat(ServerOptions.parse(List.of("--port=8080", "--foreground")))
                .isEqualTo(new ServerOptions(Optional.of(8080), true, false));
        for (List<String> bad :
                List.of(
                        List.of("--port"),
                        List.of("--port", "x"),
                        List.of("--port", "65536"),
                        List.of("-x")))
            assertThatThrownBy(() -> ServerOptions.parse(bad)).isInstanceOf(Fatal.class);
    }

    @Test
    void settingsBecomeTheVariablesInWhichServicesFindThem() {
        assertThat(ServiceSettings.asEnvironment(Map.of("mlintern.llm-gateway.db.user", "i")))
                .containsExactly(Map.entry("MLINTERN_LLM_GATEWAY_DB_USER", "i"));
    }

    @Test
    void theApprovalPolicyIsNamedByItsUsersVariable() {
        assertThat(ServiceSettings.approvalPolicy(Map.of("ML_INTERN_APPROVAL_POLICY", "team")))
                .contains("team");
        assertThat(ServiceSettings.approvalPolicy(Map.of("ML_INTERN_APPROVAL_POLICY", " ")))
                .isEmpty();
        assertThat(ServiceSettings.approvalPolicy(Map.of())).isEmpty();
    }

    private static ServerFile file(long pid, Instant startedAt) {
        return new ServerFile(
                "http://127.0.0.1:1", pid, "1", startedAt, "127.0.0.1:2", Map.of("local", pid));
    }
}
