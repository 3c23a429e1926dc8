package dev.paystub.http;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** All surfaces of the server, and which one a path belongs to. */
@Component
public class ApiSurfaces {

    /** Static files and documentation, which need no key. */
    private static final ApiSurface EVERYTHING_ELSE =
            ApiSurface.of("everything else").pages(ApiSurface.Pages.NONE).build();

    private final List<ApiSurface> declared;

    public ApiSurfaces(List<ApiSurface> declared) {
        this.declared = List.copyOf(declared);
    }

    /** All of them, in the order in which their beans are. */
    public List<ApiSurface> all() {
        return Stream.concat(declared.stream(), Stream.of(EVERYTHING_ELSE)).toList();
    }

    /** The surface that a decoded path belongs to. */
    public ApiSurface of(String path) {
        var found = EVERYTHING_ELSE;
        var best = -1;
        for (var surface : declared) {
            var match = surface.match(path);
            if (match > best) {
                best = match;
                found = surface;
            }
        }
        return found;
    }

    /** The error format of a path as it was sent; empty where errors are problem details. */
    Optional<ErrorFormat> errorFormat(String path) {
        @Nullable ErrorFormat found = null;
        var best = -1;
        for (var surface : declared) {
            var match = surface.errors() == null ? -1 : surface.matchAsSent(path);
            if (match > best) {
                best = match;
                found = surface.errors();
            }
        }
        return Optional.ofNullable(found);
    }
}
