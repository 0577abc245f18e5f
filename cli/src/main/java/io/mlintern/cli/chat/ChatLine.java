package io.mlintern.cli.chat;

import java.util.Locale;

/// What a line typed into the chat asks for.
sealed interface ChatLine {
    record Nothing() implements ChatLine {}

    record Leave() implements ChatLine {}

    record Help() implements ChatLine {}

    record NewSession() implements ChatLine {}

    record Unknown(String command) implements ChatLine {}

    record Prompt(String text) implements ChatLine {}

    static ChatLine of(String typed) {
        String line = typed.strip();
        return switch (line.toLowerCase(Locale.ROOT)) {
            case "" -> new Nothing();
            case "exit", "quit", "/exit", "/quit" -> new Leave();
            case "/help" -> new Help();
            case "/new" -> new NewSession();
            default -> isCommand(line) ? new Unknown(line) : new Prompt(line);
        };
    }

    /// A path such as `/etc/hosts` is a prompt, a single word behind a slash is a command.
    private static boolean isCommand(String line) {
        return line.matches("/[A-Za-z-]+(\\s.*)?");
    }
}
