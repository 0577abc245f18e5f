package io.mlintern.tools.command;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What a command printed: standard output, then standard error, as text. Bytes that are no UTF-8
/// show as U+FFFD.
public final class CommandOutput {
    private static final String LEFT_OUT = "\n[… more was printed here than is kept …]\n";
    private static final String WHOLE = "output.txt";

    private final Path folder;

    public CommandOutput(Path folder) {
        this.folder = folder;
    }

    /// The output, cut to what a model can take; the whole is then in a file that the text names.
    public String bounded() throws IOException {
        var text = new BoundedText();
        copy(text::add);
        if (!text.isCut()) return text.text("");
        Path whole = folder.resolve(WHOLE);
        try (Writer writer = Files.newBufferedWriter(whole)) {
            copy(writer::write);
        } catch (IOException _) {
            return text.text("The whole could not be kept.");
        }
        return text.text("The whole is in " + whole + ": use read with offset and limit.");
    }

    private void copy(Sink sink) throws IOException {
        char last = copy("stdout", sink, '\n');
        if (last != '\n' && !parts("stderr").isEmpty()) sink.accept('\n');
        copy("stderr", sink, '\n');
    }

    /// @return the last character, or what was given when there is none
    private char copy(String stream, Sink sink, char none) throws IOException {
        var terminal = new TerminalText();
        char last = none;
        try (Reader reader = reader(stream)) {
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                if (!terminal.shows((char) c)) continue;
                last = (char) c;
                sink.accept(last);
            }
        }
        return last;
    }

    private Reader reader(String stream) throws IOException {
        List<InputStream> inputs = new ArrayList<>();
        for (Path part : parts(stream)) {
            inputs.add(Files.newInputStream(part));
        }
        if (Files.exists(folder.resolve(stream + ".cut"))) {
            var remark = new ByteArrayInputStream(LEFT_OUT.getBytes(StandardCharsets.UTF_8));
            inputs.add(Math.min(1, inputs.size()), remark);
        }
        var all = new SequenceInputStream(Collections.enumeration(inputs));
        return new BufferedReader(new InputStreamReader(all, StandardCharsets.UTF_8));
    }

    private List<Path> parts(String stream) throws IOException {
        List<Path> parts = new ArrayList<>();
        for (String name : List.of(stream, stream + ".old", stream + ".new")) {
            Path part = folder.resolve(name);
            if (Files.exists(part) && Files.size(part) > 0) parts.add(part);
        }
        return parts;
    }

    private interface Sink {
        void accept(char c) throws IOException;
    }
}
