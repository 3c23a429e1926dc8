package dev.paystub.operation;

import jakarta.servlet.http.HttpServletRequest;

/** The operator's own credential, which may come in the header of a key without being one. */
public interface OperatorToken {

    /** Whether the token is set, and sent as Bearer. */
    boolean isSent(HttpServletRequest request);
}
