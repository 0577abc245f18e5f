/// Sessions: the API to clients, the engine that runs them, the model runner, and the catalog that remembers them.
package io.mlintern.orchestrator;
