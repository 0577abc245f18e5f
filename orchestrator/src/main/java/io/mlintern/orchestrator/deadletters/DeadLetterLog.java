package io.mlintern.orchestrator.deadletters;

import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.protocol.Topics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/// The dead letters of all topics.
public final class DeadLetterLog {
    private final KafkaClients kafka;
    private final LetterScan scan;

    public DeadLetterLog(KafkaClients kafka) {
        this.kafka = kafka;
        this.scan = new LetterScan(kafka);
    }

    /// The newest ones, newest first.
    ///
    /// @param topic of this one only
    /// @param most how many at most
    public List<DeadLetter> newest(Optional<Topics> topic, int most) {
        var newest = new PriorityQueue<>(Comparator.comparing(DeadLetter::since));
        Set<String> replayed = new HashSet<>();
        scan.read(
                topic.map(List::of).orElseGet(() -> List.of(Topics.values())),
                (source, record) -> {
                    Optional<String> mark = ReplayMark.of(record);
                    mark.ifPresent(replayed::add);
                    if (mark.isEmpty()) {
                        var id = new LetterId(source, record.partition(), record.offset());
                        newest.add(DeadLetter.of(id, record));
                    }
                    if (newest.size() > most) {
                        newest.remove();
                    }
                });
        return newest.stream()
                .map(
                        letter ->
                                replayed.contains(letter.id().toString())
                                        ? letter.asReplayed()
                                        : letter)
                .sorted(Comparator.comparing(DeadLetter::since).reversed())
                .toList();
    }

    /// Sends dead letters again, each to the end of the partition that it stood in. The answers are in the order of the ids.
    public List<Replayed> replay(List<String> ids) {
        List<Optional<LetterId>> places = ids.stream().map(LetterId::parse).toList();
        List<Topics> topics =
                Arrays.stream(Topics.values())
                        .filter(
                                topic ->
                                        places.stream()
                                                .flatMap(Optional::stream)
                                                .anyMatch(place -> place.topic() == topic))
                        .toList();
        List<Replayed> results = new ArrayList<>();
        try (var replay = new Replay(kafka, scan, topics)) {
            for (int i = 0; i < ids.size(); i++) {
                var result = places.get(i).map(replay::again).orElse(Replayed.Result.UNKNOWN);
                results.add(new Replayed(ids.get(i), result));
            }
        }
        return results;
    }
}
