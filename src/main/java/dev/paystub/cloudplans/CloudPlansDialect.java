package dev.paystub.cloudplans;

import dev.paystub.http.Dialect;
import dev.paystub.http.Failure;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Every body repeats the HTTP status as {@code status}. The document shows no error; the sandbox
 * gives the reason as {@code response}.
 */
@Component
@Order(2)
class CloudPlansDialect implements Dialect {

    private static final String PATH = "/v1/organizations";

    /** What may end a segment of a path as it was sent. */
    private static final String ENDS = "/;%?\\";

    @Override
    public boolean speaks(String path) {
        return path.startsWith(PATH)
                && (path.length() == PATH.length()
                        || ENDS.indexOf(path.charAt(PATH.length())) >= 0);
    }

    @Override
    public Answer answer(Failure failure) {
        var status = failure.status();
        return Answer.json(status, new ErrorBody(status, failure.message()));
    }
}
