package io.mlintern.cli.render;

import io.mlintern.cli.config.Environment;

/// Colours, where the stream is a terminal and nobody asked for none.
public record Style(boolean colour) {

    public static Style of(boolean terminal, Environment environment) {
        boolean dumb = environment.given("TERM").filter("dumb"::equals).isPresent();
        return new Style(terminal && !dumb && !environment.has("NO_COLOR"));
    }

    String dim(String text) {
        return paint("2", text);
    }

    String bold(String text) {
        return paint("1", text);
    }

    String good(String text) {
        return paint("32", text);
    }

    String bad(String text) {
        return paint("31", text);
    }

    String notice(String text) {
        return paint("33", text);
    }

    private String paint(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
