package io.mlintern.kit.kafka;

import io.mlintern.protocol.Topics;
import org.eclipse.microprofile.config.Config;

/// Where Kafka is and what is ours on it.
///
/// @param prefix of topics, groups and transactional ids; two installations on one Kafka never meet
/// @param partitions of the topics that are keyed by session; cannot change later
/// @param instance the process's stable name: with it a restart gets its partitions back at once
public record KafkaSettings(String bootstrap, String prefix, int partitions, String instance) {
    public static final String DEFAULT_PREFIX = "mlintern.";
    public static final int DEFAULT_PARTITIONS = 4;

    public KafkaSettings {
        if (bootstrap.isBlank() || partitions < 1 || instance.isBlank()) {
            throw new IllegalArgumentException(
                    "mlintern.kafka.bootstrap, mlintern.partitions and mlintern.instance have to be set");
        }
    }

    /// From `mlintern.kafka.bootstrap`, `mlintern.topic-prefix`, `mlintern.partitions`, `mlintern.instance`.
    public static KafkaSettings from(Config config) {
        return new KafkaSettings(
                config.getValue("mlintern.kafka.bootstrap", String.class),
                config.getOptionalValue("mlintern.topic-prefix", String.class)
                        .orElse(DEFAULT_PREFIX),
                config.getOptionalValue("mlintern.partitions", Integer.class)
                        .orElse(DEFAULT_PARTITIONS),
                config.getOptionalValue("mlintern.instance", String.class).orElse("one"));
    }

    public String topic(Topics topic) {
        return topic.name(prefix);
    }

    public String group(String name) {
        return prefix + name;
    }
}
