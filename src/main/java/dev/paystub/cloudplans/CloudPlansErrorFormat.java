package dev.paystub.cloudplans;

import dev.paystub.http.ApiError;
import dev.paystub.http.ErrorFormat;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Every body repeats the HTTP status as {@code status}. The document shows no error, so the sandbox
 * puts the reason into {@code response}.
 */
@Component
@Order(2)
class CloudPlansErrorFormat implements ErrorFormat {

    private static final String PATH = "/v1/organizations";

    /** The characters that may end a segment of a raw path. */
    private static final String ENDS = "/;%?\\";

    @Override
    public boolean speaks(String path) {
        return path.startsWith(PATH)
                && (path.length() == PATH.length()
                        || ENDS.indexOf(path.charAt(PATH.length())) >= 0);
    }

    @Override
    public Answer answer(ApiError failure) {
        var status = failure.status();
        return Answer.json(status, new ErrorBody(status, failure.message()));
    }
}
