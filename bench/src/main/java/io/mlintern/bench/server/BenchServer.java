package io.mlintern.bench.server;

import io.mlintern.system.ProductServer;
import io.mlintern.system.ProductServer.Form;
import java.util.Map;

/// A server that ends with this command, also when the command is interrupted.
///
/// @param stop what an interrupt runs
public record BenchServer(ProductServer product, Thread stop) implements AutoCloseable {
    /// @param settings of the services, as variables of the environment
    public static BenchServer start(Form form, Map<String, String> settings) {
        ProductServer product = ProductServer.start(form, settings);
        Thread stop = Thread.ofPlatform().name("stop-server").unstarted(product::close);
        Runtime.getRuntime().addShutdownHook(stop);
        return new BenchServer(product, stop);
    }

    @Override
    public void close() {
        if (Runtime.getRuntime().removeShutdownHook(stop)) product.close();
    }
}
