/// Who may do what: policies in CEL, their verdicts, and the grants that approved calls carry. Pure: no I/O, no clock.
package io.mlintern.policy;
