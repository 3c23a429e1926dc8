package dev.paystub.http;

import org.springframework.http.MediaType;

/** How one API says that something went wrong. */
public interface ErrorFormat {

    /** The failure as this API answers it. */
    Answer answer(ApiError failure);

    /** How messages of this API call a field: as it is sent, unless the API has another way. */
    default String label(String field) {
        return field;
    }

    /** A status, a content type, and a body to be written as JSON. */
    record Answer(int status, MediaType contentType, Object body) {

        public static Answer json(int status, Object body) {
            return new Answer(status, MediaType.APPLICATION_JSON, body);
        }
    }
}
