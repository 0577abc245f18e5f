package io.mlintern.local;

import io.mlintern.local.command.ServerCommands;
import java.util.List;

/// `ml-intern server …`: its arguments without the word `server`.
public final class ServerMain {
    private ServerMain() {}

    public static void main(String[] args) {
        System.exit(new ServerCommands(System.getenv(), System.out, System.err).run(List.of(args)));
    }
}
