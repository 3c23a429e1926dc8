package dev.paystub.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What filters find out about one request, for whoever sends its answer and keeps it. */
final class Exchange {

    private static final String ATTRIBUTE = Exchange.class.getName();

    private final List<String> violations = new ArrayList<>();
    private byte @Nullable [] body;
    private OpenApiContract.@Nullable Operation operation;
    private @Nullable String operationName;
    private @Nullable String fault;
    private @Nullable String faultSource;
    private @Nullable ConnectionFault lost;

    private Exchange() {}

    /** The request's own; made when it is first asked for. */
    static Exchange of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Exchange held) {
            return held;
        }
        var held = new Exchange();
        request.setAttribute(ATTRIBUTE, held);
        return held;
    }

    void read(byte[] bytes) {
        body = bytes;
    }

    byte @Nullable [] body() {
        return body;
    }

    /** It failed on purpose: how, and who asked for it. */
    void failed(String how, String source) {
        fault = how;
        faultSource = source;
    }

    @Nullable String fault() {
        return fault;
    }

    @Nullable String faultSource() {
        return faultSource;
    }

    /** Its answer is not to arrive. */
    void loseAnswer(ConnectionFault how) {
        lost = how;
    }

    Optional<ConnectionFault> lost() {
        return Optional.ofNullable(lost);
    }

    /** It means this operation of the contract, called by this name. */
    void isOperation(OpenApiContract.Operation documented, String name) {
        operation = documented;
        operationName = name;
    }

    Optional<OpenApiContract.Operation> operation() {
        return Optional.ofNullable(operation);
    }

    @Nullable String operationName() {
        return operationName;
    }

    void violates(List<String> contract) {
        violations.addAll(contract);
    }

    List<String> violations() {
        return violations;
    }
}
