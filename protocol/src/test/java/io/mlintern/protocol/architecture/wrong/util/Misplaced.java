package io.mlintern.protocol.architecture.wrong.util;

/// Stands in a package that says nothing.
public final class Misplaced {
    private Misplaced() {}
}
