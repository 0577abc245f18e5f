package io.mlintern.system.crash;

import io.mlintern.system.ProductServer;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives all tests that kill parts of a server one and the same, whole at the beginning of each.
final class SharedCrash implements BeforeAllCallback, ParameterResolver {
    private static final ExtensionContext.Namespace OURS =
            ExtensionContext.Namespace.create(SharedCrash.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        crash(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Crash.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return crash(context).whole();
    }

    private static Crash crash(ExtensionContext context) {
        return context.getRoot()
                .getStore(OURS)
                .getOrComputeIfAbsent(
                        "crash", key -> Crash.begin(ProductServer.Form.PROCESSES), Crash.class);
    }
}
