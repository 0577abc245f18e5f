package io.mlintern.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlintern.cli.exit.CliFailure;
import io.mlintern.cli.exit.ExitCode;
import io.mlintern.cli.render.ApprovalText;
import io.mlintern.cli.server.Api;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ml-intern approvals …`: what waits for whom, and votes.
@Command(
        name = "approvals",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Calls that wait for people, and votes on them.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "The vote is that of the user whose token is used: ML_INTERN_TOKEN, or the local server's own.",
            "Exit codes: 0 done, 2 bad usage or no such request,",
            "7 no server, or it refused the vote."
        })
final class ApprovalsCommand {
    private static final int MOST_PAGES = 100;

    private final Function<Optional<String>, Api> server;
    private final Surroundings surroundings;
    private final InstantSource clock;

    /// @param server the one that is named, or else the local one
    ApprovalsCommand(
            Function<Optional<String>, Api> server,
            Surroundings surroundings,
            InstantSource clock) {
        this.server = server;
        this.surroundings = surroundings;
        this.clock = clock;
    }

    enum Status {
        OPEN,
        DECIDED,
        EXPIRED;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Status of(String text) {
            for (Status status : values()) {
                if (status.wireName().equals(text)) {
                    return status;
                }
            }
            throw CliFailure.usage(
                    "--status is open, decided or expired, not \"%s\".".formatted(text));
        }
    }

    /// What a vote is on, and what goes with it.
    static final class Ballot {
        @Parameters(paramLabel = "ID", description = "As the list shows it.")
        private String id;

        @Option(
                names = "--feedback",
                paramLabel = "TEXT",
                description = "What the model and the others are told.")
        private String feedback;

        @Mixin private ServerOption named;
    }

    @Command(
            description = "List them: what waits, or what was decided or has expired.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    int list(
            @Option(
                            names = "--status",
                            paramLabel = "STATUS",
                            defaultValue = "open",
                            description = "open, decided or expired; open without it.")
                    String status,
            @Mixin ServerOption named) {
        String wanted = Status.of(status).wireName();
        List<JsonNode> requests = all(server.apply(named.url()), wanted);
        if (requests.isEmpty()) {
            surroundings.err().println("No %s requests for approval.".formatted(wanted));
        } else {
            text().table(requests).forEach(surroundings.out()::println);
        }
        return ExitCode.OK.number();
    }

    @Command(
            description =
                    "Show one: its arguments, cost and reason, who has voted and who is missing.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    int show(
            @Parameters(paramLabel = "ID", description = "As the list shows it.") String id,
            @Mixin ServerOption named) {
        String known = checked(id);
        JsonNode request = server.apply(named.url()).approval(known);
        text().details(request).forEach(surroundings.out()::println);
        return ExitCode.OK.number();
    }

    @Command(
            description = "Vote for it. The same vote again changes nothing.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    int approve(@Mixin Ballot ballot) {
        return vote(ballot, "approve");
    }

    @Command(
            description =
                    "Vote against it: the call does not run. The same vote again changes nothing.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    int reject(@Mixin Ballot ballot) {
        return vote(ballot, "reject");
    }

    private int vote(Ballot ballot, String vote) {
        String id = checked(ballot.id);
        JsonNode answer =
                server.apply(ballot.named.url())
                        .vote(id, vote, Optional.ofNullable(ballot.feedback));
        JsonNode request = answer.has("approval") ? answer.path("approval") : answer;
        String state = request.path("status").asText("");
        String rest =
                state.isEmpty() || state.equals("open")
                        ? ApprovalText.missing(request).map("; missing: "::concat).orElse("")
                        : "; nobody is missing any more";
        surroundings.out().println("%s: your vote counts (%s)%s".formatted(id, vote, rest));
        return ExitCode.OK.number();
    }

    private static List<JsonNode> all(Api api, String status) {
        var requests = new ArrayList<JsonNode>();
        Optional<String> next = Optional.empty();
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode answer = api.approvals(status, next);
            answer.path("approvals").forEach(requests::add);
            String cursor = answer.path("next").isNull() ? "" : answer.path("next").asText("");
            if (cursor.isEmpty()) {
                break;
            }
            next = Optional.of(cursor);
        }
        return requests;
    }

    private static String checked(String id) {
        if (!id.matches("[A-Za-z0-9._-]{1,200}")) {
            throw CliFailure.usage(
                    "\"%s\" is no id of a request; see: ml-intern approvals list".formatted(id));
        }
        return id;
    }

    private ApprovalText text() {
        return new ApprovalText(clock.instant());
    }
}
