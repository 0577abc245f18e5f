package io.mlintern.orchestrator.api;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;

/// Leaves engine and model runner out of the container where a test plays them itself.
public final class WithoutEngine implements Extension {
    static final String SWITCH = "mlintern.test.without-engine";

    <T> void leaveOut(@Observes ProcessAnnotatedType<T> type) {
        String name = type.getAnnotatedType().getJavaClass().getName();
        boolean played =
                name.startsWith("io.mlintern.orchestrator.engine.")
                        || name.startsWith("io.mlintern.orchestrator.model.");
        if (played && Boolean.getBoolean(SWITCH)) {
            type.veto();
        }
    }
}
