package io.mlintern.local;

import io.mlintern.cli.config.Environment;
import io.mlintern.local.command.TokenCommands;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `ml-intern admin token …`: its arguments without these two words.
public final class TokenMain {
    private TokenMain() {}

    public static void main(String[] args) {
        List<Path> dotenv = new ArrayList<>(List.of(Path.of("").toAbsolutePath()));
        String checkout = System.getProperty("mlintern.home.dir");
        if (checkout != null) dotenv.add(Path.of(checkout));
        Environment environment = Environment.load(System.getenv(), dotenv);
        System.exit(new TokenCommands(environment, System.out, System.err).run(List.of(args)));
    }
}
