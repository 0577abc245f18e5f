package io.mlintern.tools;

import io.mlintern.kit.config.ServiceMain;

/// Starts tool-service as a process of its own.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        ServiceMain.run(args);
    }
}
