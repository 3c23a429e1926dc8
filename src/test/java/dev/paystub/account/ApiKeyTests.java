package dev.paystub.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTests {

    private static final ApiKey.Placeholder TOKEN = new ApiKey.Placeholder("{token}", "sandbox");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sandbox",
                "K",
                "7",
                "t-2f1c",
                "team.ci",
                "a_b~c+d/e=",
                "eyJhbGciOiJIUzI1NiJ9.e30.ZRrHA1JJJW8opsbCGfG_HACGpVUMN_a9IV7pAx_Zmeo",
                "admin",
                "viewer",
                "K.owner",
                "K.Viewer",
                "not-invalid",
                "unexpired"
            })
    void wellFormedKeyIsItsOwnAccountsOwner(String key) throws ApiKey.Rejected {
        assertThat(ApiKey.parse(key, TOKEN)).isEqualTo(new ApiKey(key, Role.OWNER));
    }

    @Test
    void documentsLiteralOpensTheDefaultAccount() throws ApiKey.Rejected {
        assertThat(ApiKey.parse("{token}", TOKEN)).isEqualTo(new ApiKey("sandbox", Role.OWNER));
    }

    @Test
    void spacesAroundAKeyAreNoneOfIt() throws ApiKey.Rejected {
        assertThat(ApiKey.parse(" K ", TOKEN)).isEqualTo(new ApiKey("K", Role.OWNER));
        assertThat(ApiKey.parse(" {token} ", TOKEN).account()).isEqualTo("sandbox");
    }

    @ParameterizedTest
    @CsvSource({
        "K.viewer, K, VIEWER",
        "K.planner, K, PLANNER",
        "K.billing, K, BILLING",
        "K.admin, K, ADMIN",
        "sandbox.viewer, sandbox, VIEWER",
        "team.ci.admin, team.ci, ADMIN"
    })
    void suffixNamesTheRoleInTheAccount(String key, String account, Role role)
            throws ApiKey.Rejected {
        assertThat(ApiKey.parse(key, TOKEN)).isEqualTo(new ApiKey(account, role));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "\t"})
    void noKeyOpensNothing(String key) {
        rejects(key, "no API key was sent");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{other}",
                "a b",
                "a\nb",
                ".viewer",
                "-a",
                "~documented",
                "a\u0000",
                "schlüssel",
                "a'b",
                "a;b",
                "a{b}"
            })
    void malformedKeyOpensNothing(String key) {
        rejects(key, "malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.viewer.viewer", "x.admin.viewer", "x.viewer.admin.billing"})
    void roleOfARoleOpensNothing(String key) {
        rejects(key, "a role of a role");
        assertThat(ApiKey.isOwnKey(key)).isFalse();
    }

    @Test
    void keyHasAtMost128Characters() throws ApiKey.Rejected {
        assertThat(ApiKey.parse("k".repeat(128), TOKEN).account()).hasSize(128);
        rejects("k".repeat(129), "malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid", "invalid-key", "invalidated", "invalid.viewer"})
    void keyThatBeginsWithInvalidIsInvalid(String key) {
        rejects(key, "invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"expired", "expired-token", "expired.admin"})
    void keyThatBeginsWithExpiredSaysSo(String key) {
        rejects(key, "expired");
    }

    private static void rejects(String key, String reason) {
        assertThatExceptionOfType(ApiKey.Rejected.class)
                .isThrownBy(() -> ApiKey.parse(key, TOKEN))
                .withMessageContaining(reason);
    }
}
