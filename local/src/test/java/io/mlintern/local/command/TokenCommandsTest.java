package io.mlintern.local.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mlintern.cli.config.Environment;
import io.mlintern.local.folder.DataFolder;
import io.mlintern.local.server.LocalIdentity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenCommandsTest {
    @TempDir private Path root;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private DataFolder folder() {
        return new DataFolder(root.resolve("data"));
    }

    private int run(String... arguments) {
        var environment =
                Environment.load(Map.of("ML_INTERN_HOME", folder().root().toString()), List.of());
        return new TokenCommands(
                        environment,
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8))
                .run(List.of(arguments));
    }

    private static JsonNode part(String token, int index) throws IOException {
        return new ObjectMapper()
                .readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[index]));
    }

    @Test
    void theTokenAloneIsOnStandardOutputAndNothingIsWritten() throws IOException {
        LocalIdentity.of(folder().create());
        String publicKey = Files.readString(folder().secrets().resolve("jwt-public.pem"));

        assertThat(run("create", "--user", "ben", "--groups", "ml-leads,b")).isZero();

        String token = out.toString(UTF_8).strip();
        assertThat(out.toString(UTF_8)).isEqualTo(token + "\n");
        assertThat(err.toString(UTF_8)).isEmpty();
        JsonNode claims = part(token, 1);
        assertThat(claims.path("sub").asText()).isEqualTo("ben");
        assertThat(claims.path("groups"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("ml-leads", "b");
        JsonNode owner = part(Files.readString(folder().token()).strip(), 1);
        assertThat(List.of(claims.path("iss"), claims.path("aud"), claims.path("tenant")))
                .isEqualTo(List.of(owner.path("iss"), owner.path("aud"), owner.path("tenant")));
        assertThat(LocalIdentity.of(folder()).publicKey()).isEqualTo(publicKey);
    }

    @Test
    void withoutAFolderItSaysWhatToDoAndMakesNone() {
        assertThat(run("create", "--user", "ben")).isEqualTo(2);

        assertThat(err.toString(UTF_8)).contains("ml-intern server start").hasLineCount(1);
        assertThat(out.toString(UTF_8)).isEmpty();
        assertThat(folder().root()).doesNotExist();
    }

    @Test
    void aNewerFolderIsRefused() throws IOException {
        LocalIdentity.of(folder().create());
        Files.writeString(folder().versionFile(), "99\n");

        assertThat(run("create", "--user", "ben")).isEqualTo(2);
        assertThat(out.toString(UTF_8)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "create | --user NAME",
                "make --user ben | Unknown command 'admin token make'",
                "create --user | needs a value",
                "create --user a/b | is no name of a user",
                "create --user ben --groups a,,b | is no name of a group",
                "create --user ben --groups mlintern-service | is reserved",
                "create --user ben --groups a,mlintern-admin | is reserved",
                "create --user ben --colour red | Unknown option '--colour'",
            })
    void aBadCallEndsWithTwoAndSaysWhy(String call, String words) throws IOException {
        LocalIdentity.of(folder().create());

        assertThat(run(call.split(" ", -1))).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains(words, "admin token --help");
        assertThat(out.toString(UTF_8)).isEmpty();
    }

    @Test
    void namesMayHaveSixtyFourCharacters() throws IOException {
        LocalIdentity.of(folder().create());

        assertThat(run("create", "--user=" + "a".repeat(64))).isZero();
        assertThat(run("create", "--user=" + "a".repeat(65))).isEqualTo(2);
    }

    @Test
    void helpSaysHow() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString(UTF_8)).contains("--groups", "ML_INTERN_TOKEN");
    }
}
