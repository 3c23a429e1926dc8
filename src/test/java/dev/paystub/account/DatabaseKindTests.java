package dev.paystub.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.account.DatabaseKind.Product;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The URL says which database it is, and who else uses it. */
class DatabaseKindTests {

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:mem:one;DB_CLOSE_DELAY=-1, H2, true, false",
        "jdbc:h2:file:/data/paystub, H2, false, false",
        "jdbc:h2:/data/paystub, H2, false, false",
        "jdbc:h2:~/paystub, H2, false, false",
        "jdbc:h2:file:/data/paystub;AUTO_SERVER=TRUE, H2, false, true",
        "jdbc:h2:tcp://host/paystub, H2, false, true",
        "jdbc:h2:tcp://host/mem:paystub, H2, false, true",
        "jdbc:h2:ssl://host/paystub, H2, false, true",
        "jdbc:postgresql://host/paystub, POSTGRESQL, false, true",
    })
    void isReadFromTheUrl(String url, Product product, boolean inMemory, boolean shared) {
        assertThat(DatabaseKind.of(url)).isEqualTo(new DatabaseKind(product, inMemory, shared));
    }
}
