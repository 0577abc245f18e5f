package io.mlintern.approvals;

/// Starts approval-service as a process of its own.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        io.helidon.Main.main(args);
    }
}
