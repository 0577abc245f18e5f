package io.mlintern.cli;

import io.mlintern.cli.exit.CliFailure;
import io.mlintern.cli.exit.ExitCode;
import io.mlintern.cli.render.StandardError;
import java.util.List;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Turns what picocli cannot parse into a sentence and exit code 2.
final class UsageFailures implements IParameterExceptionHandler {
    private final StandardError standardError;

    UsageFailures(StandardError standardError) {
        this.standardError = standardError;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        standardError.failure(
                new CliFailure(ExitCode.USAGE, List.of(sentence(failure), hint(failure))));
        return ExitCode.USAGE.number();
    }

    private static String sentence(ParameterException failure) {
        if (failure instanceof UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().getFirst();
            return first.startsWith("-")
                    ? "Unknown option \"%s\".".formatted(first)
                    : "Too many arguments from \"%s\" on; put a prompt of several words in quotes."
                            .formatted(first);
        }
        return failure.getMessage();
    }

    private static String hint(ParameterException failure) {
        return "See: %s --help"
                .formatted(failure.getCommandLine().getCommandSpec().qualifiedName());
    }
}
