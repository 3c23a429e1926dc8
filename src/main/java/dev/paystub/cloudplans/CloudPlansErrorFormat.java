package dev.paystub.cloudplans;

import dev.paystub.http.ApiError;
import dev.paystub.http.ErrorFormat;
import org.springframework.stereotype.Component;

/**
 * Every body repeats the HTTP status as {@code status}. The document shows no error, so the sandbox
 * puts the reason into {@code response}.
 */
@Component
class CloudPlansErrorFormat implements ErrorFormat {

    @Override
    public ErrorResponse render(ApiError failure) {
        var status = failure.status();
        return ErrorResponse.json(status, new ErrorBody(status, failure.message()));
    }
}
