/// What every service of ML Intern has at its edges: database, runs, identity, HTTP, Kafka, messaging, settings, logging.
package io.mlintern.kit;
