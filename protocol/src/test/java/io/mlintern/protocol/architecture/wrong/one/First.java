package io.mlintern.protocol.architecture.wrong.one;

import io.mlintern.protocol.architecture.wrong.two.Second;

/// One half of a cycle of packages.
public record First(Second second) {}
