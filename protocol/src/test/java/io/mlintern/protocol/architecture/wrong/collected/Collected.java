package io.mlintern.protocol.architecture.wrong.collected;

import java.util.concurrent.atomic.AtomicInteger;

/// The same behind a constant.
public final class Collected {
    static final AtomicInteger COUNT = new AtomicInteger();

    private Collected() {}

    static int next() {
        return COUNT.incrementAndGet();
    }
}
