/// A model provider that answers at once, and what it sees.
package io.mlintern.bench.model;
