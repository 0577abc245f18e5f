package io.mlintern.kit.database;

/// A set of migration scripts with a history of its own.
///
/// @param location folder on the class path; each set has its own, so that services can share a class path
/// @param historyTable table in the service's schema that remembers what has run
public record Migrations(String location, String historyTable) {
    /// The scripts of the service that owns `schema`: `db/<schema>`.
    public static Migrations of(String schema) {
        return new Migrations("db/" + schema, "migration_history");
    }
}
