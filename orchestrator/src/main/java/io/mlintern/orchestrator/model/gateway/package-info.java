/// The exchange with llm-gateway: the request as its wire wants it, the answer put together from what streams in.
package io.mlintern.orchestrator.model.gateway;
