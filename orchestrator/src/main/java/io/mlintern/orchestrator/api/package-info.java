/// REST and server-sent events: what clients send and see. Each request is authorised against the session's row.
package io.mlintern.orchestrator.api;
