package io.mlintern.bench.server;

import io.mlintern.protocol.Topics;
import io.mlintern.system.Broker;
import io.mlintern.system.ProductServer;
import io.mlintern.system.crash.Rows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/// That a server keeps what it says to keep while it is measured: a figure without that would be worth nothing.
///
/// Asked of the parts themselves, not of our settings. A broker knows a producer of a partition by its id only when that producer
/// is idempotent, and an idempotent one waits for all replicas in sync.
public final class Durability {
    private static final List<String> DATABASE =
            List.of("fsync", "synchronous_commit", "full_page_writes");

    private static final List<Topics> WRITTEN =
            List.of(
                    Topics.OPERATIONS,
                    Topics.EVENTS,
                    Topics.MODEL_RESULTS,
                    Topics.TOOL_CALLS,
                    Topics.TOOL_RESULTS);

    /// What the engine writes in its transactions.
    private static final List<Topics> TRANSACTIONAL = List.of(Topics.EVENTS, Topics.TOOL_CALLS);

    private final Map<String, String> shown = new LinkedHashMap<>();
    private final List<String> missing = new ArrayList<>();

    private Durability() {}

    /// The settings as they are, after some load.
    ///
    /// @throws IllegalStateException when something that was acknowledged may be lost
    public static Map<String, String> check(ProductServer server) {
        Durability durability = new Durability();
        durability.database(Rows.of(server));
        try (Broker broker = Broker.of(server)) {
            durability.kafka(broker);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker does not say", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        if (!durability.missing.isEmpty()) {
            throw new IllegalStateException("durability is off: " + durability.missing);
        }
        return durability.shown;
    }

    private void database(Rows rows) {
        for (String name : DATABASE) {
            String value = rows.ask("SHOW " + name);
            shown.put("PostgreSQL " + name, value);
            if (!value.equals("on")) missing.add("PostgreSQL's " + name + " is " + value);
        }
        String roles =
                rows.ask(
                        "SELECT string_agg(setconfig::text, ' ') FROM pg_db_role_setting"
                                + " WHERE setconfig::text ~ 'synchronous_commit|fsync'");
        if (!roles.isEmpty()) missing.add("a role's own settings: " + roles);
    }

    private void kafka(Broker broker) throws InterruptedException, ExecutionException {
        Map<Topics, Set<Long>> producers = new LinkedHashMap<>();
        for (Topics topic : WRITTEN) producers.put(topic, producers(broker, topic));
        Map<String, TransactionDescription> engine = engine(broker.admin());
        shown.put("engine's transactional ids", String.join(" ", engine.keySet()));
        Set<Long> ids =
                engine.values().stream()
                        .map(TransactionDescription::producerId)
                        .collect(Collectors.toSet());
        for (Topics topic : TRANSACTIONAL) {
            if (ids.stream().noneMatch(producers.get(topic)::contains)) {
                missing.add("no transactional producer of the engine on " + topic.baseName());
            }
        }
        shown.put("idempotent producers (acks=all) by topic", counts(producers));
        topics(broker.admin());
    }

    /// @return the ids of producers on it
    private Set<Long> producers(Broker broker, Topics topic)
            throws InterruptedException, ExecutionException {
        var partitions = broker.partitions(List.of(topic.name(CommittedLog.PREFIX)));
        Map<TopicPartition, Long> ends = broker.ends(partitions);
        Set<Long> ids = new HashSet<>();
        for (var known : broker.admin().describeProducers(partitions).all().get().entrySet()) {
            List<ProducerState> active = known.getValue().activeProducers();
            if (active.isEmpty() && ends.get(known.getKey()) > 0) {
                missing.add("a producer of " + known.getKey() + " is not idempotent");
            }
            active.forEach(producer -> ids.add(producer.producerId()));
        }
        return ids;
    }

    private Map<String, TransactionDescription> engine(Admin admin)
            throws InterruptedException, ExecutionException {
        List<String> ids =
                admin.listTransactions().all().get().stream()
                        .map(listing -> listing.transactionalId())
                        .filter(id -> id.startsWith(Broker.ENGINE))
                        .sorted()
                        .toList();
        return admin.describeTransactions(ids).all().get();
    }

    private static String counts(Map<Topics, Set<Long>> producers) {
        return producers.entrySet().stream()
                .map(entry -> entry.getKey().baseName() + " " + entry.getValue().size())
                .collect(Collectors.joining(", "));
    }

    private void topics(Admin admin) throws InterruptedException, ExecutionException {
        var events =
                new ConfigResource(
                        ConfigResource.Type.TOPIC, Topics.EVENTS.name(CommittedLog.PREFIX));
        var config = admin.describeConfigs(List.of(events)).all().get().get(events);
        for (String name : List.of("min.insync.replicas", "flush.messages", "flush.ms")) {
            shown.put("events " + name, config.get(name).value());
        }
    }
}
