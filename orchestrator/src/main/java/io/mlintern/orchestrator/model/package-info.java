/// The model runner: takes the model calls that the engine asks for from `events`, carries each out as a run, and tells
/// the engine how it ended.
///
/// [io.mlintern.orchestrator.model.FactFeed] reads, [io.mlintern.orchestrator.model.ModelWork] carries out,
/// [io.mlintern.orchestrator.model.ModelRunner] holds the parts together.
package io.mlintern.orchestrator.model;
