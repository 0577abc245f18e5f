package io.mlintern.tools.matching;

/// One change of a text: find `old`, then put `replacement` in its place, after it or before it.
///
/// @param everywhere at each place where `old` stands, not at the only one
public record TextEdit(String old, String replacement, Mode mode, boolean everywhere) {
    public enum Mode {
        REPLACE("replace"),
        APPEND_AFTER("append_after"),
        PREPEND_BEFORE("prepend_before");

        private final String wire;

        Mode(String wire) {
            this.wire = wire;
        }

        /// The mode of that name in the tool's arguments.
        public static Mode of(String wire) {
            for (Mode mode : values()) {
                if (mode.wire.equals(wire)) return mode;
            }
            throw new IllegalArgumentException("no such mode: " + wire);
        }
    }
}
