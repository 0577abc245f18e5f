package io.mlintern.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlintern.cli.exit.CliFailure;
import io.mlintern.cli.exit.ExitCode;
import io.mlintern.cli.render.Columns;
import io.mlintern.cli.server.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ml-intern admin dlq …`: what readers put aside, and sending it again.
@Command(
        name = "dlq",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Records that could not be taken (dead letters).",
        synopsisSubcommandLabel = "COMMAND")
final class DeadLettersCommand {
    private static final int MOST = 1_000;

    private final Function<Optional<String>, Api> server;
    private final Surroundings surroundings;

    /// @param server the one that is named, or else the local one
    DeadLettersCommand(Function<Optional<String>, Api> server, Surroundings surroundings) {
        this.server = server;
        this.surroundings = surroundings;
    }

    @Command(
            description = "List them, newest first.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    int list(
            @Option(names = "--topic", paramLabel = "NAME", description = "Of this topic only.")
                    String topic,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "100",
                            description = "At most so many; 100 without it.")
                    int limit,
            @Mixin ServerOption named) {
        var letters =
                server.apply(named.url())
                        .deadLetters(Optional.ofNullable(topic), limit)
                        .path("dead_letters");
        if (letters.isEmpty()) {
            surroundings.err().println("No dead letters.");
            return ExitCode.OK.number();
        }
        var rows =
                new ArrayList<>(List.of(List.of("ID", "SINCE", "TYPE", "KEY", "STATE", "REASON")));
        letters.forEach(letter -> rows.add(row(letter)));
        Columns.lines(rows).forEach(surroundings.out()::println);
        return ExitCode.OK.number();
    }

    @Command(
            description = "Send them again, once each.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    int replay(
            @Parameters(arity = "0..*", paramLabel = "ID", description = "As the list shows them.")
                    List<String> ids,
            @Option(
                            names = "--topic",
                            paramLabel = "NAME",
                            description = "All of this topic that were not sent again yet.")
                    String topic,
            @Mixin ServerOption named) {
        Api api = server.apply(named.url());
        List<String> wanted = ids == null ? List.of() : ids;
        if (wanted.isEmpty() == (topic == null)) {
            throw CliFailure.usage("Say which: one or more ids, or --topic NAME.");
        }
        List<String> chosen = topic == null ? wanted : waiting(api, topic);
        if (chosen.isEmpty()) {
            surroundings.err().println("Nothing to send again.");
            return ExitCode.OK.number();
        }
        boolean all = true;
        for (JsonNode result : api.replay(chosen).path("results")) {
            String said = result.path("result").asText().toLowerCase(Locale.ROOT);
            all &= said.endsWith("replayed");
            surroundings.out().println(result.path("id").asText() + "  " + said.replace('_', ' '));
        }
        return (all ? ExitCode.OK : ExitCode.FAILURE).number();
    }

    private static List<String> waiting(Api api, String topic) {
        List<String> ids = new ArrayList<>();
        for (JsonNode letter : api.deadLetters(Optional.of(topic), MOST).path("dead_letters")) {
            if (!letter.path("replayed").asBoolean()) {
                ids.addFirst(letter.path("id").asText());
            }
        }
        return ids;
    }

    private static List<String> row(JsonNode letter) {
        return List.of(
                letter.path("id").asText(),
                letter.path("since").asText(),
                letter.path("type").asText("-"),
                letter.path("key").asText("-"),
                letter.path("replayed").asBoolean() ? "replayed" : "waiting",
                letter.path("reason").asText());
    }
}
