package io.mlintern.kit.logging;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/// One line a record for `java.util.logging`: time in UTC, level, logger, [LogContext], message; a failure's trace below.
///
/// `….formatter=io.mlintern.kit.logging.ContextFormatter`
public final class ContextFormatter extends Formatter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    @Override
    public String format(LogRecord log) {
        String context = LogContext.current();
        return TIME.format(log.getInstant())
                + " "
                + log.getLevel().getName()
                + " "
                + log.getLoggerName()
                + (context.isEmpty() ? "" : " [" + context + "]")
                + ": "
                // a text from outside must not look like a line of its own
                + formatMessage(log).replace("\r", "\\r").replace("\n", "\\n")
                + "\n"
                + trace(log);
    }

    private static String trace(LogRecord log) {
        return Optional.ofNullable(log.getThrown())
                .map(
                        thrown -> {
                            var text = new StringWriter();
                            thrown.printStackTrace(new PrintWriter(text));
                            return text.toString();
                        })
                .orElse("");
    }
}
