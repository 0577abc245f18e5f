package io.mlintern.orchestrator;

import io.mlintern.kit.config.ServiceMain;

/// Starts the orchestrator as a process of its own.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        ServiceMain.run(args);
    }
}
