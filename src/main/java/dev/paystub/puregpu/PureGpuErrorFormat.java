package dev.paystub.puregpu;

import dev.paystub.http.ApiError;
import dev.paystub.http.ErrorFormat;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * "A user error is also HTTP 200": only a key, a route or a method that is wrong, a request that is
 * still running, a sandbox that is full and a server that has failed have statuses of their own.
 */
@Component
@Order(1)
class PureGpuErrorFormat implements ErrorFormat {

    @Override
    public boolean speaks(String path) {
        return path.startsWith("/billing") || path.startsWith("/services");
    }

    @Override
    public String label(String field) {
        return Labels.of(field);
    }

    @Override
    public Answer answer(ApiError failure) {
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
        return Answer.json(status, new ErrorResult("error", failure.message()));
    }
}
