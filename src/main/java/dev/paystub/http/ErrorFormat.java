package dev.paystub.http;

import org.springframework.http.MediaType;

/** The format in which one API reports errors. */
public interface ErrorFormat {

    /** Returns the response of this API to an error. */
    ErrorResponse render(ApiError failure);

    /** Returns the name of a field in messages of this API; by default, the name as it is sent. */
    default String label(String field) {
        return field;
    }

    /** A response: status, content type, and a body that is written as JSON. */
    record ErrorResponse(int status, MediaType contentType, Object body) {

        public static ErrorResponse json(int status, Object body) {
            return new ErrorResponse(status, MediaType.APPLICATION_JSON, body);
        }
    }
}
