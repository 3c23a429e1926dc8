package dev.paystub.http;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** All surfaces of the server. Finds the surface of a path. */
@Component
public class ApiSurfaces {

    /** The surface of static files and documentation, which need no key. */
    private static final ApiSurface EVERYTHING_ELSE =
            ApiSurface.of("everything else").pages(ApiSurface.Pages.NONE).build();

    private final List<ApiSurface> declared;

    public ApiSurfaces(List<ApiSurface> declared) {
        this.declared = List.copyOf(declared);
    }

    /** Returns all surfaces in the order of their beans, then the one for everything else. */
    public List<ApiSurface> all() {
        return Stream.concat(declared.stream(), Stream.of(EVERYTHING_ELSE)).toList();
    }

    /** Returns the surface of a decoded path. */
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

    /** Returns the error format of an undecoded path; empty if errors are problem details. */
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
