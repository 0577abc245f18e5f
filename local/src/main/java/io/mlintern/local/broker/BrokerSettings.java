package io.mlintern.local.broker;

import java.nio.file.Path;
import java.util.Properties;

/// The settings of the embedded broker: one node, loopback, small, and quick to come up again after it was killed.
final class BrokerSettings {
    static final int NODE = 1;

    private BrokerSettings() {}

    static Properties of(Path folder, int port, int controllerPort) {
        Properties settings = new Properties();
        listeners(settings, port, controllerPort);
        settings.put("log.dirs", folder.toString());
        oneNode(settings);
        groups(settings);
        transactions(settings);
        small(settings);
        return settings;
    }

    private static void listeners(Properties settings, int port, int controllerPort) {
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE));
        settings.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        settings.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                        .formatted(port, controllerPort));
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
    }

    private static void oneNode(Properties settings) {
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "2");
        settings.put("auto.create.topics.enable", "false");
        // Its own earlier registration must lapse before a killed broker is let in again.
        settings.put("broker.session.timeout.ms", "1500");
        settings.put("broker.heartbeat.interval.ms", "300");
    }

    private static void groups(Properties settings) {
        // Services that were away for weeks must not run old prompts again: offsets are never
        // forgotten.
        settings.put("offsets.retention.minutes", Integer.toString(Integer.MAX_VALUE));
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.share.heartbeat.interval.ms", "1000");
        settings.put("group.share.min.heartbeat.interval.ms", "1000");
        settings.put("group.share.assignment.interval.ms", "0");
        settings.put("group.share.session.timeout.ms", "6000");
        settings.put("group.share.min.session.timeout.ms", "6000");
        settings.put("group.share.delivery.count.limit", "5");
    }

    private static void transactions(Properties settings) {
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        settings.put("add.partitions.to.txn.retry.backoff.ms", "2");
        settings.put("add.partitions.to.txn.retry.backoff.max.ms", "10");
    }

    private static void small(Properties settings) {
        // 128 MiB of heap by default.
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 * 1024 * 1024));
        settings.put("log.cleaner.threads", "1");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("num.recovery.threads.per.data.dir", "2");
        settings.put("background.threads", "2");
        settings.put("controlled.shutdown.enable", "true");
    }
}
