package dev.paystub.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.net.http.HttpHeaders;
import org.json.JSONException;
import org.skyscreamer.jsonassert.JSONAssert;
import org.skyscreamer.jsonassert.JSONCompareMode;

/** The response of a server. */
public record Reply(int status, String body, HttpHeaders headers) {

    /** Asserts the HTTP status; a failure shows the body. */
    public Reply expect(int expected) {
        assertThat(status).as(body).isEqualTo(expected);
        return this;
    }

    /** Asserts PureGPU's success. */
    public Reply succeeds() {
        expect(200);
        assertThat(this.<String>at("$.result")).as(body).isEqualTo("success");
        return this;
    }

    /** Asserts PureGPU's user error: HTTP 200 with a message. */
    public Reply isUserError(String messagePart) {
        expect(200);
        assertThat(this.<String>at("$.result")).as(body).isEqualTo("error");
        assertThat(this.<String>at("$.message")).contains(messagePart);
        return this;
    }

    /**
     * Asserts that the body equals this JSON, with the order of arrays and without further fields.
     */
    public Reply isExactly(String json) {
        try {
            JSONAssert.assertEquals(json, body, JSONCompareMode.STRICT);
        } catch (JSONException e) {
            throw new AssertionError("Not JSON: " + body, e);
        }
        return this;
    }

    /** Returns the first value of a header that must be there. */
    public String header(String name) {
        return headers.firstValue(name).orElseThrow();
    }

    /** Returns the value at a JSONPath in the body. */
    public <T> T at(String path) {
        return JsonPath.read(body, path);
    }
}
