package io.mlintern.kit.http;

import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.Paths;
import org.eclipse.microprofile.openapi.models.servers.Server;

/// Writes each operation under the path that a client calls on the one origin.
///
/// Where several JAX-RS applications are in one container the document is made of their resources alone. So each resource says
/// by `@Server` what stands before its own path, and here it is put there.
public final class ServedPaths implements OASFilter {
    @Override
    public void filterOpenAPI(OpenAPI document) {
        Paths served = OASFactory.createPaths();
        var paths = Optional.ofNullable(document.getPaths());
        paths.map(Paths::getPathItems)
                .ifPresent(
                        items ->
                                items.forEach(
                                        (path, item) ->
                                                item.getOperations()
                                                        .forEach(
                                                                (method, operation) ->
                                                                        put(
                                                                                served, path,
                                                                                method,
                                                                                operation))));
        document.setPaths(served);
    }

    private static void put(Paths served, String path, HttpMethod method, Operation operation) {
        String whole = whole(base(operation), path);
        operation.setServers(null);
        PathItem item = served.getPathItem(whole);
        if (item == null) {
            item = OASFactory.createPathItem();
            served.addPathItem(whole, item);
        }
        item.setOperation(method, operation);
    }

    private static String base(Operation operation) {
        return Optional.ofNullable(operation.getServers()).stream()
                .flatMap(List::stream)
                .map(Server::getUrl)
                .findFirst()
                .orElse("");
    }

    private static String whole(String base, String path) {
        if (path.equals(base) || path.startsWith(base + "/")) {
            return path;
        }
        return path.equals("/") ? base : base + path;
    }
}
