package io.mlintern.approvals.requests;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.policy.Level;
import io.mlintern.policy.Level.Approver;
import io.mlintern.policy.Level.Excluded;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.ToolName;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Whoever votes, in whatever order, by whatever clock.
class RequestPropertyTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration TIME = Duration.ofHours(1);
    private static final String REQUESTER = "ada";
    private static final String OWNER = "olga";
    private static final Map<String, Set<String>> PEOPLE =
            Map.of(
                    REQUESTER,
                    Set.of("leads", "ops"),
                    OWNER,
                    Set.of("leads"),
                    "bob",
                    Set.of("leads"),
                    "carol",
                    Set.of("leads", "ops"),
                    "dan",
                    Set.of("ops"),
                    "mallory",
                    Set.of());

    /// @param minutes since the request, by the voter's clock
    record Cast(String user, boolean approves, int minutes) {}

    @Property
    void aRequestIsDecidedOnceAndOnlyByWhomItsLevelsAllow(
            @ForAll("levels") List<Level> levels, @ForAll("casts") List<Cast> casts) {
        Request request = open(levels);
        for (Cast cast : casts) {
            Request before = request;
            VoteResult result =
                    request.vote(
                            new Voter(cast.user(), PEOPLE.get(cast.user())),
                            cast.approves(),
                            Optional.empty(),
                            START.plus(Duration.ofMinutes(cast.minutes())));
            if (result instanceof VoteResult.Counted(Request after, Vote vote)) {
                assertThat(before.status()).isEqualTo(Status.OPEN);
                assertThat(cast.minutes()).isLessThan((int) TIME.toMinutes());
                assertThat(mayVote(levels.get(vote.level()), cast.user())).isTrue();
                request = after;
            } else {
                assertThat(result.request()).isEqualTo(before);
            }
        }
        check(request);
    }

    private static void check(Request request) {
        assertThat(request.votes()).extracting(Vote::user).doesNotHaveDuplicates();
        boolean rejected = request.votes().stream().anyMatch(vote -> !vote.approves());
        Map<Integer, Set<String>> approving = new HashMap<>();
        request.votes().stream()
                .filter(Vote::approves)
                .forEach(
                        vote ->
                                approving
                                        .computeIfAbsent(vote.level(), _ -> new HashSet<>())
                                        .add(vote.user()));
        boolean quorum = true;
        for (int level = 0; level < request.levels().size(); level++) {
            int there = approving.getOrDefault(level, Set.of()).size();
            assertThat(there).isLessThanOrEqualTo(request.levels().get(level).needed());
            quorum &= there == request.levels().get(level).needed();
        }
        Status expected = rejected ? Status.REJECTED : quorum ? Status.APPROVED : Status.OPEN;
        assertThat(request.status()).isEqualTo(expected);
        assertThat(request.missing().isPresent()).isEqualTo(expected == Status.OPEN);
    }

    private static boolean mayVote(Level level, String user) {
        boolean excluded =
                (level.except().contains(Excluded.REQUESTER) && user.equals(REQUESTER))
                        || (level.except().contains(Excluded.OWNER) && user.equals(OWNER));
        return !excluded
                && level.from().stream()
                        .anyMatch(
                                one ->
                                        switch (one) {
                                            case Approver.Owner _ -> user.equals(OWNER);
                                            case Approver.Group(String name) ->
                                                    PEOPLE.get(user).contains(name);
                                            case Approver.User(String name) -> user.equals(name);
                                        });
    }

    private static Request open(List<Level> levels) {
        var id = new RequestId(CallId.ofTool(new SessionId("abcdefghij0123456789"), 1, 1, 0), 1);
        var subject =
                new Request.Subject(
                        1,
                        new ToolName("bash"),
                        JsonObject.EMPTY,
                        REQUESTER,
                        OWNER,
                        "v1",
                        "rule",
                        "because",
                        Optional.empty());
        return new Request(
                id,
                "acme",
                subject,
                levels,
                START,
                START.plus(TIME),
                List.of(),
                Status.OPEN,
                Optional.empty());
    }

    @Property
    void levelsAreReadAsTheyWereWritten(@ForAll("levels") List<Level> levels) {
        assertThat(Levels.read(Levels.write(levels))).isEqualTo(levels);
    }

    @Provide
    Arbitrary<List<Level>> levels() {
        Arbitrary<Approver> approver =
                Arbitraries.of(
                        new Approver.Group("leads"),
                        new Approver.Group("ops"),
                        new Approver.User("bob"),
                        new Approver.User("dan"),
                        new Approver.Owner());
        return Combinators.combine(
                        Arbitraries.integers().between(1, 3),
                        approver.list().ofMinSize(1).ofMaxSize(3),
                        Arbitraries.of(Excluded.class).set().ofMaxSize(2))
                .as(Level::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    @Provide
    Arbitrary<List<Cast>> casts() {
        return Combinators.combine(
                        Arbitraries.of(PEOPLE.keySet()),
                        Arbitraries.frequencyOf(
                                net.jqwik.api.Tuple.of(6, Arbitraries.just(true)),
                                net.jqwik.api.Tuple.of(1, Arbitraries.just(false))),
                        Arbitraries.integers().between(-5, 70))
                .as(Cast::new)
                .list()
                .ofMaxSize(15);
    }
}
