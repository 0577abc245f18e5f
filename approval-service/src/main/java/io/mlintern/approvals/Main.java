package io.mlintern.approvals;

import io.mlintern.kit.config.ServiceMain;

/// Starts approval-service as a process of its own.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        ServiceMain.run(args);
    }
}
