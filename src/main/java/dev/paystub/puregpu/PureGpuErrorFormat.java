package dev.paystub.puregpu;

import dev.paystub.http.ApiError;
import dev.paystub.http.ErrorFormat;
import org.springframework.stereotype.Component;

/**
 * The document says "A user error is also HTTP 200". Other statuses remain only for an invalid key,
 * an unknown route or method, a request that is still running, a full or stopping sandbox, and
 * failures of the server.
 */
@Component
class PureGpuErrorFormat implements ErrorFormat {

    @Override
    public String label(String field) {
        return Labels.of(field);
    }

    @Override
    public ErrorResponse render(ApiError failure) {
        var status =
                switch (failure.kind()) {
                    case UNAUTHENTICATED,
                            NO_SUCH_ROUTE,
                            WRONG_METHOD,
                            KEY_IN_USE,
                            FULL,
                            ON_PURPOSE,
                            UNDONE,
                            STOPPING,
                            INTERNAL ->
                            failure.status();
                    default -> 200;
                };
        return ErrorResponse.json(status, new ErrorResult("error", failure.message()));
    }
}
