package io.mlintern.system.crash;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What a run of kills tells people.
final class Report {
    private static final int DATA_SHOWN = 160;

    private Report() {}

    /// By process, and for each how often some session was in which phase when it was killed.
    static String summary(List<Kill> kills, List<Job> jobs, EventLog log) {
        var text = new StringBuilder();
        text.append("%-18s%8s%9s".formatted("killed", "kills", "start s"));
        for (Phase phase : Phase.values()) text.append("%21s".formatted(phase));
        for (Victim victim : Victim.values()) {
            text.append(line(victim.toString(), of(kills, victim)));
        }
        text.append(line("all", kills)).append(System.lineSeparator());
        List<Event> all = jobs.stream().flatMap(job -> log.of(job.session()).stream()).toList();
        return text.append(
                        "%d sessions, %d turns, %d model calls, %d tool calls, %d outputs amended"
                                .formatted(
                                        jobs.size(),
                                        count(all, Event::endsTurn),
                                        count(all, event -> event.is("assistant_message")),
                                        count(all, event -> event.is("tool_output")),
                                        count(all, event -> event.is("tool_output_amended"))))
                .toString();
    }

    private static List<Kill> of(List<Kill> kills, Victim victim) {
        return kills.stream().filter(kill -> kill.victim() == victim).toList();
    }

    private static long count(List<Event> events, Predicate<Event> which) {
        return events.stream().filter(which).count();
    }

    private static String line(String name, List<Kill> kills) {
        double seconds =
                kills.stream().mapToLong(kill -> kill.start().toMillis()).average().orElse(0)
                        / 1000;
        Map<Phase, Long> seen = new EnumMap<>(Phase.class);
        kills.forEach(
                kill ->
                        kill.phases().stream()
                                .distinct()
                                .forEach(p -> seen.merge(p, 1L, Long::sum)));
        return "%n%-18s%8d%9.1f".formatted(name, kills.size(), seconds)
                + Arrays.stream(Phase.values())
                        .map(phase -> "%21d".formatted(seen.getOrDefault(phase, 0L)))
                        .collect(Collectors.joining());
    }

    /// What is needed to understand a failure: seed, kills, and the records of the session.
    static String failure(long seed, List<Kill> kills, Job job, EventLog log) {
        return """
        -Dmlintern.crash.seed=%d; kills:
        %s
        session %s in %s:
        %s
        """
                .formatted(
                        seed,
                        lines(kills),
                        job.session(),
                        job.folder(),
                        records(log.of(job.session())));
    }

    static String records(List<Event> events) {
        return events.stream()
                .filter(event -> !event.is("assistant_chunk"))
                .map(Report::record)
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private static String record(Event event) {
        String data = event.data().toString();
        return "%-10s %5s  %s  %3d  %-22s %s"
                .formatted(
                        event.place(),
                        event.seq() == 0 ? "" : "" + event.seq(),
                        event.at(),
                        event.turn(),
                        event.type(),
                        data.length() > DATA_SHOWN ? data.substring(0, DATA_SHOWN) + "…" : data);
    }

    private static String lines(List<?> all) {
        return all.stream()
                .map(Object::toString)
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
