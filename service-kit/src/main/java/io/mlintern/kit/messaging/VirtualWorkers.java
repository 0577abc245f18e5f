package io.mlintern.kit.messaging;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.providers.connectors.WorkerPoolRegistry;
import io.vertx.mutiny.core.Context;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Runs methods marked `@Blocking(value = VirtualWorkers.NAME, ordered = false)` on virtual threads; SmallRye knows only
/// Vert.x's pools outside Quarkus.
@Alternative
@Priority(1)
@ApplicationScoped
public class VirtualWorkers extends WorkerPoolRegistry {
    public static final String NAME = "virtual";

    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("message-", 0).factory());

    @Override
    public <T> Uni<T> executeWork(Context context, Uni<T> work, String worker, boolean ordered) {
        if (!NAME.equals(worker)) {
            return super.executeWork(context, work, worker, ordered);
        }
        Uni<T> apart = work.runSubscriptionOn(threads);
        // what follows in the stream belongs on its own event loop again
        return context == null ? apart : apart.emitOn(task -> context.runOnContext(task));
    }

    @Override
    public void defineWorker(String className, String method, String worker) {
        if (!NAME.equals(worker)) {
            super.defineWorker(className, method, worker);
        }
    }

    @PreDestroy
    void close() {
        threads.shutdownNow();
    }
}
