/// The server that is measured, from outside: its sessions, topics, rows, processes and settings.
package io.mlintern.bench.server;
