package io.mlintern.orchestrator.api;

import io.mlintern.orchestrator.engine.streams.EngineService;
import io.mlintern.orchestrator.model.ModelRunnerLifecycle;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;

/// Leaves engine and model runner out of the container where a test plays them itself.
public final class WithoutEngine implements Extension {
    static final String SWITCH = "mlintern.test.without-engine";

    void engine(@Observes ProcessAnnotatedType<? extends EngineService> type) {
        veto(type);
    }

    void runner(@Observes ProcessAnnotatedType<? extends ModelRunnerLifecycle> type) {
        veto(type);
    }

    private static void veto(ProcessAnnotatedType<?> type) {
        if (Boolean.getBoolean(SWITCH)) {
            type.veto();
        }
    }
}
