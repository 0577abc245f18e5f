package io.mlintern.tools.matching;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Finds the text that an edit names and changes it, and nothing around it.
///
/// Differences are ignored step by step ([Looseness]); a place found in a looser step is mapped back
/// to exactly the characters that it stands for. More than one place is an error unless the edit
/// says *everywhere*; so is an indentation that cannot be carried over.
public final class EditMatcher {
    private static final int LINES_NAMED = 10;

    private final String text;
    private final TextEdit edit;

    private EditMatcher(String text, TextEdit edit) {
        this.text = text;
        this.edit = edit;
    }

    public static EditResult apply(String text, TextEdit edit) {
        if (edit.old().isEmpty()) {
            return new EditResult.Refused(
                    "old_str is empty. Name the text to change; to create a file use write.");
        }
        if (edit.old().equals(edit.replacement()) && edit.mode() == TextEdit.Mode.REPLACE) {
            return new EditResult.Refused("old_str and new_str are the same: nothing to change.");
        }
        return new EditMatcher(text, edit).search();
    }

    private EditResult search() {
        for (Looseness looseness : Looseness.values()) {
            List<Match> matches = matches(looseness);
            if (matches.size() > 1 && !edit.everywhere()) return ambiguous(matches, looseness);
            if (!matches.isEmpty()) return change(apart(matches), looseness);
        }
        return new EditResult.Refused(
                "old_str was not found in the file. It must match the file's text, indentation"
                        + " included; read the file again and copy the passage from there.");
    }

    private List<Match> matches(Looseness looseness) {
        String wanted = View.of(edit.old(), looseness).text();
        if (wanted.isBlank() && looseness != Looseness.EXACT) return List.of();
        View view = View.of(text, looseness);
        List<Match> matches = new ArrayList<>();
        for (int place : view.places(wanted)) {
            int end = place + wanted.length();
            if (!fitsAtEnds(view, place, end, looseness)) continue;
            View.Span span = view.original(place, end);
            matches.add(
                    looseness.trimsStart()
                            ? Match.indented(text, span, edit.old())
                            : Match.verbatim(span));
        }
        return matches;
    }

    /// Blanks that were dropped at the ends of the wanted text stood at an end of a line.
    private boolean fitsAtEnds(View view, int start, int end, Looseness looseness) {
        String old = edit.old();
        boolean droppedStart = looseness.trimsStart() && View.blank(old.charAt(0));
        boolean droppedEnd = looseness.trimsEnd() && View.blank(old.charAt(old.length() - 1));
        return (!droppedStart || view.atLineStart(start)) && (!droppedEnd || view.atLineEnd(end));
    }

    private static List<Match> apart(List<Match> matches) {
        List<Match> apart = new ArrayList<>();
        for (Match match : matches) {
            if (apart.isEmpty() || match.start() >= apart.getLast().end()) apart.add(match);
        }
        return apart;
    }

    private EditResult change(List<Match> matches, Looseness looseness) {
        var changed = new StringBuilder();
        int done = 0;
        for (Match match : matches) {
            boolean fromStart = edit.mode() != TextEdit.Mode.APPEND_AFTER;
            var fitted = match.fit(edit.replacement(), fromStart);
            if (fitted.isEmpty()) return indentedOtherwise(match);
            changed.append(text, done, match.start());
            changed.append(at(match, inFileLineEndings(fitted.get())));
            done = match.end();
        }
        changed.append(text, done, text.length());
        return new EditResult.Edited(changed.toString(), matches.size(), looseness);
    }

    private String at(Match match, String replacement) {
        String found = text.substring(match.start(), match.end());
        return switch (edit.mode()) {
            case REPLACE -> replacement;
            case APPEND_AFTER -> found + replacement;
            case PREPEND_BEFORE -> replacement + found;
        };
    }

    /// A file with CRLF keeps it; who writes `\r` into the edit means it.
    private String inFileLineEndings(String replacement) {
        if (edit.old().indexOf('\r') >= 0 || edit.replacement().indexOf('\r') >= 0) {
            return replacement;
        }
        return LineEndings.mostlyCrlf(text) ? replacement.replace("\n", "\r\n") : replacement;
    }

    private EditResult ambiguous(List<Match> matches, Looseness looseness) {
        String lines =
                matches.stream()
                        .limit(LINES_NAMED)
                        .map(match -> String.valueOf(LineEndings.lineOf(text, match.start())))
                        .collect(Collectors.joining(", "));
        String how =
                looseness == Looseness.EXACT ? "" : " (ignoring " + looseness.difference() + ")";
        return new EditResult.Refused(
                "old_str fits %d places%s, on lines %s%s. Add lines around it until it fits only one, or set replace_all."
                        .formatted(
                                matches.size(),
                                how,
                                lines,
                                matches.size() > LINES_NAMED ? ", …" : ""));
    }

    private EditResult indentedOtherwise(Match match) {
        return new EditResult.Refused(
                "old_str was found on line %d, but indented in another way that cannot be carried over to new_str. Read the file again and give old_str exactly as it stands there."
                        .formatted(LineEndings.lineOf(text, match.start())));
    }
}
