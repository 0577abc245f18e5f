package io.mlintern.cli;

import picocli.CommandLine.Command;

/// `ml-intern admin …`: operating a server.
@Command(
        name = "admin",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Operating a server.",
        synopsisSubcommandLabel = "COMMAND")
final class AdminCommand {}
