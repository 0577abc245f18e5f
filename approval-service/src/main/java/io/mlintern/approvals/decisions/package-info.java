/// What was decided is told to the engine; what nobody decided in time is decided.
package io.mlintern.approvals.decisions;
