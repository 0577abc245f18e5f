package io.mlintern.policy;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelStringExtensions.Function;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;

/// The variables and functions that a condition may name, and the bounds of its evaluation.
///
/// Money is a whole number of millionths of a dollar, because CEL has no decimals: `cost.micro_usd >= usd('50')`.
final class Language {
    private static final int MAX_CONDITION_LENGTH = 10_000;
    private static final int MAX_DEPTH = 50;
    private static final int MAX_ITERATIONS = 10_000;

    private static final CelOptions OPTIONS =
            CelOptions.current()
                    // A number in arguments may be whole or not: 1.5 < 2 must not be an error.
                    .enableHeterogeneousNumericComparisons(true)
                    .maxExpressionCodePointSize(MAX_CONDITION_LENGTH)
                    .maxParseRecursionDepth(MAX_DEPTH)
                    .comprehensionMaxIterations(MAX_ITERATIONS)
                    .build();
    private static final Function[] STRINGS = {Function.TRIM, Function.LOWER_ASCII};

    private static final CelCompiler COMPILER =
            CelCompilerFactory.standardCelCompilerBuilder()
                    .setOptions(OPTIONS)
                    .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                    .addLibraries(CelExtensions.strings(STRINGS))
                    .addVar("tool", SimpleType.STRING)
                    .addVar("operation", SimpleType.STRING)
                    .addVar("arguments", MapType.create(SimpleType.STRING, SimpleType.DYN))
                    .addVar("effect", SimpleType.STRING)
                    .addVar("cost.known", SimpleType.BOOL)
                    .addVar("cost.micro_usd", SimpleType.INT)
                    .addVar("session.attended", SimpleType.BOOL)
                    .addVar("session.auto_approval.enabled", SimpleType.BOOL)
                    .addVar("session.auto_approval.capped", SimpleType.BOOL)
                    .addVar("session.auto_approval.remaining_micro_usd", SimpleType.INT)
                    .addVar("user", SimpleType.STRING)
                    .addVar("groups", ListType.create(SimpleType.STRING))
                    .addFunctionDeclarations(
                            CelFunctionDecl.newFunctionDeclaration(
                                    "usd",
                                    CelOverloadDecl.newGlobalOverload(
                                            "usd_string", SimpleType.INT, SimpleType.STRING)))
                    .setResultType(SimpleType.BOOL)
                    .build();

    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.plannerRuntimeBuilder()
                    .setOptions(OPTIONS)
                    .addLibraries(CelExtensions.strings(STRINGS))
                    .addFunctionBindings(
                            CelFunctionBinding.from("usd_string", String.class, MicroUsd::exactly))
                    .build();

    private Language() {}

    static CelCompiler compiler() {
        return COMPILER;
    }

    static CelRuntime runtime() {
        return RUNTIME;
    }
}
