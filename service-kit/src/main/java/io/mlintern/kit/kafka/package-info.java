/// Kafka as all services use it: clients with the settings that decide, records to and from envelopes, the topics' creation,
/// compacted topics as tables, dead letters.
package io.mlintern.kit.kafka;
