package io.mlintern.tools.matching;

/// How far a text may differ from what was asked for and still be taken for it. Tried in this order;
/// the first one that finds anything decides.
public enum Looseness {
    EXACT(""),
    LINE_ENDINGS("line endings"),
    TRAILING_SPACE("blanks at line ends"),
    INDENTATION("indentation"),
    TYPOGRAPHY("typographic characters");

    private final String difference;

    Looseness(String difference) {
        this.difference = difference;
    }

    /// What the found text differs in; empty for an exact match.
    public String difference() {
        return difference;
    }

    boolean trimsStart() {
        return compareTo(INDENTATION) >= 0;
    }

    boolean trimsEnd() {
        return compareTo(TRAILING_SPACE) >= 0;
    }
}
