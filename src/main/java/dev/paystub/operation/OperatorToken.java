package dev.paystub.operation;

import jakarta.servlet.http.HttpServletRequest;

/** The operator's credential. It may come in the header of a key without being a key. */
public interface OperatorToken {

    /** Returns whether a token is configured and the request sends it as Bearer token. */
    boolean isSent(HttpServletRequest request);
}
