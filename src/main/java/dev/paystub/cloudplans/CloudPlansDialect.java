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

    @Override
    public boolean speaks(String path) {
        return path.startsWith("/v1");
    }

    @Override
    public Answer answer(Failure failure) {
        var status = failure.status();
        return Answer.json(status, new ErrorBody(status, failure.message()));
    }
}
