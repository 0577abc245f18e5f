/// The only room that knows Kafka Streams: it feeds inputs to the decider, folds what was decided, and writes state, facts
/// and commands in one transaction.
package io.mlintern.orchestrator.engine.streams;
