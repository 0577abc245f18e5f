package io.mlintern.gateway.api;

import io.mlintern.gateway.usage.UsageLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/// Begins to follow calls.
@ApplicationScoped
public class CallLogs {
    private final CallMetrics metrics;
    private final UsageLog usages;

    @Inject
    public CallLogs(CallMetrics metrics, UsageLog usages) {
        this.metrics = metrics;
        this.usages = usages;
    }

    CallLog begin(CallLog.Subject subject) {
        return new CallLog(subject, metrics, usages);
    }
}
