package io.mlintern.local.broker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;

/// Looks for transactions that are open in a partition although their coordinator has finished them: nobody will ever end them,
/// and readers of committed records stand still behind them.
public final class HangingTransactions {
    /// One of them: `offset` is where readers of committed records stop.
    public record Hanging(TopicPartition partition, long producerId, long offset) {
        private boolean isPartOf(TransactionDescription transaction) {
            return transaction.producerId() == producerId
                    && transaction.topicPartitions().contains(partition);
        }
    }

    private final Admin admin;

    public HangingTransactions(Admin admin) {
        this.admin = admin;
    }

    public List<Hanging> find() throws InterruptedException {
        try {
            List<Hanging> open = openTransactions();
            if (open.isEmpty()) return open;
            List<Hanging> suspects = new ArrayList<>(withoutLiving(open));
            // What ended between the two questions is open no more.
            if (!suspects.isEmpty()) suspects.retainAll(openTransactions());
            return List.copyOf(suspects);
        } catch (ExecutionException failure) {
            throw new IllegalStateException(
                    "The broker did not describe its transactions", failure.getCause());
        }
    }

    private List<Hanging> openTransactions() throws ExecutionException, InterruptedException {
        List<Hanging> open = new ArrayList<>();
        for (Map.Entry<TopicPartition, DescribeProducersResult.PartitionProducerState> entry :
                admin.describeProducers(partitions()).all().get().entrySet()) {
            for (ProducerState producer : entry.getValue().activeProducers()) {
                OptionalLong offset = producer.currentTransactionStartOffset();
                if (offset.isPresent())
                    open.add(
                            new Hanging(entry.getKey(), producer.producerId(), offset.getAsLong()));
            }
        }
        return List.copyOf(open);
    }

    private Collection<TopicPartition> partitions()
            throws ExecutionException, InterruptedException {
        Collection<String> topics =
                admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
        List<TopicPartition> partitions = new ArrayList<>();
        admin.describeTopics(topics)
                .allTopicNames()
                .get()
                .forEach(
                        (name, topic) ->
                                topic.partitions()
                                        .forEach(
                                                p ->
                                                        partitions.add(
                                                                new TopicPartition(
                                                                        name, p.partition()))));
        return partitions;
    }

    /// Keeps those whose coordinator knows no transaction of this producer in this partition any more.
    private List<Hanging> withoutLiving(List<Hanging> open)
            throws ExecutionException, InterruptedException {
        List<String> ids =
                admin.listTransactions().all().get().stream()
                        .filter(listing -> isLiving(listing.state()))
                        .map(TransactionListing::transactionalId)
                        .toList();
        Collection<TransactionDescription> living =
                admin.describeTransactions(ids).all().get().values();
        return open.stream().filter(found -> living.stream().noneMatch(found::isPartOf)).toList();
    }

    private static boolean isLiving(TransactionState state) {
        return switch (state) {
            case ONGOING, PREPARE_ABORT, PREPARE_COMMIT, PREPARE_EPOCH_FENCE -> true;
            case EMPTY, COMPLETE_ABORT, COMPLETE_COMMIT, UNKNOWN -> false;
        };
    }
}
