/// A service's own schema in PostgreSQL: pool, migrations, notifications. The only room that knows Hikari and Flyway.
package io.mlintern.kit.database;
