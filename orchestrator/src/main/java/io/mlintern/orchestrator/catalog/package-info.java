/// The projection of facts into PostgreSQL: lists, transcripts, usage, and the facts themselves beyond the topic's retention.
package io.mlintern.orchestrator.catalog;
