package io.mlintern.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class TestKafkaIT {
    @Test
    void theBrokerTakesTopics() throws Exception {
        try (var admin =
                Admin.create(Map.<String, Object>of("bootstrap.servers", TestKafka.bootstrap()))) {
            admin.createTopics(List.of(new NewTopic("probe", Optional.of(2), Optional.empty())))
                    .all()
                    .get();

            assertThat(admin.listTopics().names().get()).contains("probe");
        }
    }
}
