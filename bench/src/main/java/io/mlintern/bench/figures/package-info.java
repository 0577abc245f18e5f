/// Arithmetic and layout of what was measured. Pure.
package io.mlintern.bench.figures;
