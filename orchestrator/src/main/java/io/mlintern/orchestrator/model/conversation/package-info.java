/// The conversation as the model reads it, folded from a session's facts. Pure: no I/O, no clock.
package io.mlintern.orchestrator.model.conversation;
