package io.mlintern.cli.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlintern.cli.exit.CliFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Finds, merges and checks the configuration files: the shipped one, then the user's.
public final class ConfigurationLoader {
    private static final String SHIPPED = "main_agent_config.json";

    private final Environment environment;
    private final Path folder;
    private final Path userHome;
    private final Optional<Path> home;

    /// @param folder the current folder; relative file names count from it
    /// @param home the checkout or distribution, where it is known
    public ConfigurationLoader(
            Environment environment, Path folder, Path userHome, Optional<Path> home) {
        this.environment = environment;
        this.folder = folder;
        this.userHome = userHome;
        this.home = home;
    }

    /// @param named the file of `--config`, if there was one
    public Configuration load(Optional<Path> named) {
        ObjectNode user =
                userFile(named)
                        .map(ConfigurationFile::read)
                        .orElseGet(JsonNodeFactory.instance::objectNode);
        ObjectNode merged = ConfigurationFile.merge(shipped(), user);
        JsonNode settled = new Placeholders(environment).substitute(merged);
        settled.properties().forEach(field -> check(field.getKey(), field.getValue()));
        return new Configuration(
                Optional.ofNullable(settled.get(ConfigKey.MODEL_NAME.key()))
                        .map(JsonNode::textValue),
                maxIterations(settled),
                namesOf(settled.path(ConfigKey.MCP_SERVERS.key())),
                withoutEffect(user));
    }

    private Optional<Path> userFile(Optional<Path> named) {
        Optional<Path> explicit =
                named.or(() -> environment.given("ML_INTERN_CLI_CONFIG").map(this::expanded))
                        .map(folder::resolve);
        if (explicit.isPresent()) {
            if (!Files.isRegularFile(explicit.get())) {
                throw CliFailure.usage(
                        "The configuration file %s does not exist.".formatted(explicit.get()));
            }
            return explicit;
        }
        Path configHome =
                environment
                        .given("XDG_CONFIG_HOME")
                        .map(Path::of)
                        .orElseGet(() -> userHome.resolve(".config"));
        Path usual = configHome.resolve("ml-intern").resolve("cli_agent_config.json");
        return Optional.of(usual).filter(Files::isRegularFile);
    }

    private Path expanded(String path) {
        return path.startsWith("~/") ? userHome.resolve(path.substring(2)) : Path.of(path);
    }

    private ObjectNode shipped() {
        Optional<Path> file =
                home.map(root -> root.resolve("configs").resolve(SHIPPED))
                        .filter(Files::isRegularFile);
        return file.map(ConfigurationFile::read).orElseGet(ConfigurationLoader::builtIn);
    }

    private static ObjectNode builtIn() {
        try (InputStream in = ConfigurationLoader.class.getResourceAsStream(SHIPPED)) {
            return ConfigurationFile.parse(
                    SHIPPED, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void check(String key, JsonNode value) {
        ConfigKey known = ConfigKey.named(key).orElseThrow();
        if (!known.accepts(value)) {
            throw CliFailure.usage(
                    "The configuration key \"%s\" must be %s.".formatted(key, known.expected()));
        }
    }

    private static OptionalInt maxIterations(JsonNode settings) {
        JsonNode value = settings.get(ConfigKey.MAX_ITERATIONS.key());
        return value == null ? OptionalInt.empty() : OptionalInt.of(value.intValue());
    }

    private static List<String> namesOf(JsonNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /// The servers have a notice of their own.
    private static List<String> withoutEffect(ObjectNode user) {
        return namesOf(user).stream()
                .filter(key -> !ConfigKey.named(key).orElseThrow().isUsed())
                .filter(key -> !key.equals(ConfigKey.MCP_SERVERS.key()))
                .toList();
    }
}
