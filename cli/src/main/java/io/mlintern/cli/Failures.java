package io.mlintern.cli;

import io.mlintern.cli.config.Environment;
import io.mlintern.cli.exit.CliFailure;
import io.mlintern.cli.exit.ExitCode;
import io.mlintern.cli.render.StandardError;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// The one place where a failure becomes an exit code and sentences.
final class Failures implements IExecutionExceptionHandler {
    private final StandardError standardError;
    private final Environment environment;

    Failures(StandardError standardError, Environment environment) {
        this.standardError = standardError;
        this.environment = environment;
    }

    @Override
    public int handleExecutionException(
            Exception failure, CommandLine commandLine, ParseResult parseResult) {
        CliFailure told =
                failure instanceof CliFailure known
                        ? known
                        : new CliFailure(
                                ExitCode.FAILURE,
                                List.of(
                                        "Unexpected failure: " + failure,
                                        "ML_INTERN_DEBUG=1 shows where it comes from."));
        standardError.failure(told);
        if (environment.has("ML_INTERN_DEBUG")) {
            failure.printStackTrace(commandLine.getErr());
        }
        return told.code().number();
    }
}
