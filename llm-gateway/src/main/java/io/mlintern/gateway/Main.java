package io.mlintern.gateway;

import io.mlintern.kit.config.ServiceMain;

/// Starts llm-gateway as a process of its own.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        ServiceMain.run(args);
    }
}
