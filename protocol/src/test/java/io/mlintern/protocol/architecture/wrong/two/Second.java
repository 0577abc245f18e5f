package io.mlintern.protocol.architecture.wrong.two;

import io.mlintern.protocol.architecture.wrong.one.First;
import java.util.Optional;

/// The other half.
public record Second(Optional<First> first) {
    static First of(Second second) {
        return new First(second);
    }
}
