/// Streams of events to clients that can be resumed exactly.
package io.mlintern.orchestrator.api.stream;
