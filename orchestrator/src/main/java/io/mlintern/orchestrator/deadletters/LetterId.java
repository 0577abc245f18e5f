package io.mlintern.orchestrator.deadletters;

import com.fasterxml.jackson.annotation.JsonValue;
import io.mlintern.protocol.Topics;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where a dead letter lies: `<topic>:<partition>:<offset>`, the place in the dead letters of that topic, not in the topic.
public record LetterId(Topics topic, int partition, long offset) {
    private static final Pattern SHAPE = Pattern.compile("([a-z.]{1,40}):(\\d{1,9}):(\\d{1,18})");

    /// Empty for a text that is none.
    public static Optional<LetterId> parse(String text) {
        var parts = SHAPE.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return topic(parts.group(1))
                .map(
                        topic ->
                                new LetterId(
                                        topic,
                                        Integer.parseInt(parts.group(2)),
                                        Long.parseLong(parts.group(3))));
    }

    /// The topic of this name, without the installation's prefix.
    public static Optional<Topics> topic(String baseName) {
        return Arrays.stream(Topics.values())
                .filter(topic -> topic.baseName().equals(baseName))
                .findFirst();
    }

    @JsonValue
    @Override
    public String toString() {
        return topic.baseName() + ":" + partition + ":" + offset;
    }
}
