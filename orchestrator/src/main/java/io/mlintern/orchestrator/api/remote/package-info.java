/// What the API asks of the other services.
package io.mlintern.orchestrator.api.remote;
