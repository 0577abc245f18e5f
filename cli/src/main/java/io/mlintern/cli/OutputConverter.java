package io.mlintern.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads the value of `--output`.
final class OutputConverter implements ITypeConverter<Options.Output> {
    @Override
    public Options.Output convert(String value) {
        return switch (value) {
            case "text" -> Options.Output.TEXT;
            case "stream-json" -> Options.Output.STREAM_JSON;
            default ->
                    throw new TypeConversionException(
                            "expected text or stream-json but was '" + value + "'");
        };
    }
}
