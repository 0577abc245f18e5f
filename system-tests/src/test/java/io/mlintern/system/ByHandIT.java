package io.mlintern.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A service that somebody starts himself, without our launcher.
class ByHandIT {
    @Test
    void whatIsMissingOrWrongIsSaidInASentenceEachAndEndsItWithExitTwo() throws Exception {
        var builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        Folders.checkout()
                                .resolve("local/target/dist/lib/llm-gateway.jar")
                                .toString());
        builder.environment().clear();
        builder.environment().put("MLINTERN_KAFKA_BOOTSTRAP", "127.0.0.1:9");
        builder.environment().put("MLINTERN_LOCAL", "perhaps");

        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isEqualTo(2);
        assertThat(said).doesNotContain("\tat ");
        assertThat(said.lines())
                .contains(
                        "MLINTERN_LOCAL has to be true or false",
                        "mlintern.credentials-key-file is not set: File with 32 bytes in Base64: seals users' credentials and grant keys at rest",
                        "mlintern.db.url is not set: JDBC address of PostgreSQL",
                        "mlintern.llm-gateway.db.password is not set: The role's password",
                        "mlintern.llm-gateway.db.user is not set: Its role in PostgreSQL");
    }
}
