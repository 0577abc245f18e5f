package io.mlintern.tools.command;

/// Tells which characters of a terminal's text show: escape sequences (colours, titles) do not.
final class TerminalText {
    private static final char ESCAPE = '\u001b';
    private static final char BELL = '\u0007';

    private enum State {
        TEXT,
        ESCAPED,
        CONTROL,
        COMMAND,
        COMMAND_ESCAPED
    }

    private State state = State.TEXT;

    boolean shows(char c) {
        boolean shown = c != ESCAPE && (state == State.TEXT || endsUnclosed(c));
        state = shown ? State.TEXT : next(c);
        return shown;
    }

    /// A line break ends a title that was never closed: the rest of the output is no part of it.
    private boolean endsUnclosed(char c) {
        return c == '\n' && (state == State.COMMAND || state == State.COMMAND_ESCAPED);
    }

    private State next(char c) {
        return switch (state) {
            case TEXT -> State.ESCAPED;
            case ESCAPED -> escaped(c);
            case CONTROL -> c >= '@' && c <= '~' ? State.TEXT : State.CONTROL;
            case COMMAND -> command(c);
            case COMMAND_ESCAPED -> c == '\\' ? State.TEXT : command(c);
        };
    }

    private static State escaped(char c) {
        return switch (c) {
            case '[', '(', ')' -> State.CONTROL;
            case ']' -> State.COMMAND;
            case ESCAPE -> State.ESCAPED;
            default -> State.TEXT;
        };
    }

    private static State command(char c) {
        return switch (c) {
            case BELL -> State.TEXT;
            case ESCAPE -> State.COMMAND_ESCAPED;
            default -> State.COMMAND;
        };
    }
}
