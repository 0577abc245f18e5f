package io.mlintern.kit.wrong;

import jakarta.inject.Inject;

/// Has what it needs put into a field.
public final class Injected {
    @Inject String field;
}
