package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Hourly services, prepaid from the balance. */
@ServerTest
class HourlyJourneyTests {

    private static final int FOUR_GPUS = 3; // at 2.00 an hour
    private static final int MANY_GPUS = 12; // at 21.50 an hour

    @LocalServerPort private int port;
    private Customer customer;

    @BeforeEach
    void oneEveningInNewYork() {
        customer = Customer.frozenAt(port, "2024-06-10T01:30:00Z"); // the 9th in New York, 21:30
    }

    @Test
    void firstHourIsDrawnAtOnce() {
        customer.order(1, "hourly", "test").succeeds().isExactly("{\"result\": \"success\"}");

        assertThat(customer.balance()).isEqualTo("99.5");
        assertThat(customer.services()).containsExactly(11, 12, 13);
        customer.api()
                .get("/services")
                .isExactly(
                        """
                        {"result": "success", "services": [
                          {"id": 11, "pid": 1, "regdate": "2024-06-05", "name": "4090-1x-server",
                           "domain": "test", "dedicatedip": "", "suspensionreason": "",
                           "status": "Cancelled", "billingcycle": "hourly",
                           "billingamount": "0.50"},
                          {"id": 12, "pid": 1, "regdate": "2024-06-05", "name": "4090-1x-server",
                           "domain": "test2", "dedicatedip": "", "suspensionreason": "",
                           "status": "Active", "billingcycle": "Monthly",
                           "billingamount": "400.00"},
                          {"id": 13, "pid": 1, "regdate": "2024-06-09", "name": "4090-1x-server",
                           "domain": "test", "dedicatedip": "", "suspensionreason": "",
                           "status": "Active", "billingcycle": "hourly",
                           "billingamount": "0.50"}]}
                        """);
    }

    @Test
    void usageIsOnePaidInvoiceAMonthThatGrows() {
        customer.order(1, "hourly", "test").succeeds();
        assertUsage(72, "0.50", "2024-06-09 21:30:00");

        customer.advance("PT59M59.999S");
        assertUsage(72, "0.50", "2024-06-09 21:30:00");
        assertThat(customer.balance()).isEqualTo("99.5");

        customer.advance("PT0.001S");
        assertUsage(72, "1.00", "2024-06-09 22:30:00");
        assertThat(customer.balance()).isEqualTo("99.0");

        customer.advance("PT22H");
        assertUsage(72, "12.00", "2024-06-10 20:30:00");
        assertThat(customer.balance()).isEqualTo("88.0");
        assertThat(customer.invoices()).containsExactly(72, 71, 70, 41, 34);
        assertThat(customer.<String>invoice(72, "date")).isEqualTo("2024-06-09");
        assertThat(customer.<List<?>>invoice(72, "items")).hasSize(1);
        assertThat(customer.<String>invoice(72, "items[0].type")).isEqualTo("Hosting");
        assertThat(customer.<String>invoice(72, "items[0].description"))
                .contains("4090-1x-server", "test", "24");
    }

    @Test
    void everyHourFallsDueAtItsOwnInstant() {
        customer.order(1, "hourly", "test").succeeds();

        assertThat(customer.effectsUntil("2024-06-10T03:45:00Z"))
                .containsExactly(
                        "2024-06-10T02:30:00.000Z balance.changed balance 99.50 99.00",
                        "2024-06-10T03:30:00.000Z balance.changed balance 99.00 98.50");
    }

    @Test
    void monthThatBeginsInNewYorkBeginsAnInvoice() {
        customer = Customer.frozenAt(port, "2024-07-01T02:30:00Z"); // 30 June in New York, 22:30
        customer.order(1, "hourly", "test").succeeds();

        customer.advance("PT1H");
        assertUsage(72, "1.00", "2024-06-30 23:30:00");
        assertThat(customer.invoices()).startsWith(72).doesNotContain(73);

        customer.advance("PT2H");
        assertThat(customer.invoices()).startsWith(73, 72);
        assertUsage(72, "1.00", "2024-06-30 23:30:00");
        assertUsage(73, "1.00", "2024-07-01 01:30:00");
        assertThat(customer.<String>invoice(72, "date")).isEqualTo("2024-06-30");
        assertThat(customer.<String>invoice(73, "date")).isEqualTo("2024-07-01");
        assertThat(customer.balance()).isEqualTo("98.0");
    }

    @Test
    void twoServicesHaveAnInvoiceEach() {
        customer.order(1, "hourly", "one").succeeds();
        customer.order(FOUR_GPUS, "hourly", "two").succeeds();

        customer.advance("PT1H");

        assertThat(customer.invoice(72)).startsWith("Paid 1.00 1.00");
        assertThat(customer.invoice(73)).startsWith("Paid 4.00 4.00");
        assertThat(customer.balance()).isEqualTo("95.0");
    }

    @Test
    void balanceIsUsedToTheLastCentAndThenTheServiceIsSuspended() {
        customer.order(FOUR_GPUS, "hourly", "test").succeeds();
        customer.advance("PT49H");
        assertThat(customer.balance()).isEqualTo("0.0");
        assertThat(customer.serviceStatus(13)).isEqualTo("Active");

        assertThat(Customer.effects(customer.api().advance("PT1H")))
                .containsExactly(
                        "2024-06-12T03:30:00.000Z hosting.suspended service 13 Active Suspended");
        assertThat(customer.serviceStatus(13)).isEqualTo("Suspended");
        assertThat(customer.suspensionReason(13)).isNotEmpty();

        customer.advance("P1D");
        assertThat(customer.balance()).isEqualTo("0.0");
        assertThat(customer.invoice(72)).startsWith("Paid 100.00 100.00");
    }

    @Test
    void balanceThatDoesNotCoverTheWholeHourStays() {
        customer.order(MANY_GPUS, "hourly", "test").succeeds();

        customer.advance("PT10H");

        assertThat(customer.serviceStatus(13)).isEqualTo("Suspended");
        assertThat(customer.balance()).isEqualTo("14.0"); // 100 less four hours
        assertThat(customer.invoice(72)).startsWith("Paid 86.00 86.00");
    }

    @Test
    void suspendedServiceResumesWhenFundsArrive() {
        customer.order(FOUR_GPUS, "hourly", "test").succeeds();
        customer.advance("P3D"); // the service is out of funds since 2024-06-12T03:30:00Z
        var funds = customer.fundsInvoice("5");
        assertThat(customer.serviceStatus(13)).isEqualTo("Suspended");

        customer.settle(funds);
        assertThat(customer.serviceStatus(13)).isEqualTo("Active");
        assertThat(customer.suspensionReason(13)).isEmpty();
        assertThat(customer.balance()).isEqualTo("3.0");
        assertThat(customer.invoice(72)).startsWith("Paid 102.00 102.00");

        // Hours count from the instant of resumption, ten seconds after the start of this one.
        assertThat(customer.effectsUntil("2024-06-13T03:30:00Z"))
                .containsExactly("2024-06-13T02:30:10.245Z balance.changed balance 3.00 1.00");
        assertThat(customer.effectsUntil("2024-06-13T04:00:00Z"))
                .containsExactly(
                        "2024-06-13T03:30:10.245Z hosting.suspended service 13 Active Suspended");
        assertThat(customer.balance()).isEqualTo("1.0");
    }

    @Test
    void fundsThatDoNotCoverAnHourResumeNothing() {
        customer.order(FOUR_GPUS, "hourly", "test").succeeds();
        customer.advance("P3D");

        customer.settle(customer.fundsInvoice("1.99"));
        assertThat(customer.serviceStatus(13)).isEqualTo("Suspended");
        assertThat(customer.balance()).isEqualTo("1.99");

        customer.settle(customer.fundsInvoice("1"));
        assertThat(customer.serviceStatus(13)).isEqualTo("Active");
        assertThat(customer.balance()).isEqualTo("0.99");
    }

    @Test
    void fundsForOneOfTwoResumeTheFirst() {
        customer.order(FOUR_GPUS, "hourly", "one").succeeds();
        customer.order(FOUR_GPUS, "hourly", "two").succeeds();
        customer.advance("P3D");
        assertThat(customer.serviceStatus(13)).isEqualTo("Suspended");
        assertThat(customer.serviceStatus(14)).isEqualTo("Suspended");

        customer.settle(customer.fundsInvoice("3"));

        assertThat(customer.serviceStatus(13)).isEqualTo("Active");
        assertThat(customer.serviceStatus(14)).isEqualTo("Suspended");
        assertThat(customer.balance()).isEqualTo("1.0");
    }

    @Test
    void orderBeyondTheBalanceIsRefusedAndCreatesNothing() {
        customer.order(MANY_GPUS, "hourly", "big").succeeds();
        customer.advance("PT10H"); // 14.00 are left
        var before = customer.everything();

        customer.order(MANY_GPUS, "hourly", "bigger").isUserError("");

        assertThat(customer.everything()).isEqualTo(before);
        customer.order(1, "hourly", "small").succeeds();
        assertThat(customer.services()).containsExactly(11, 12, 13, 14);
        assertThat(customer.invoices()).startsWith(73, 72);
        assertThat(customer.<Integer>invoice(73, "items[0].id")).isEqualTo(134);
    }

    @Test
    void balanceThatIsTheHoursPriceIsEnough() {
        customer.order(FOUR_GPUS, "hourly", "one").succeeds();
        customer.advance("PT48H");
        assertThat(customer.balance()).isEqualTo("2.0");

        customer.order(FOUR_GPUS, "hourly", "two").succeeds();

        assertThat(customer.balance()).isEqualTo("0.0");
        assertThat(customer.serviceStatus(14)).isEqualTo("Active");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hourly", "Hourly", "HOURLY"})
    void cycleIsReadInAnyCase(String cycle) {
        customer.order(1, cycle, "test").succeeds();

        assertThat(customer.api().get("/services/13").<String>at("$.service.billingcycle"))
                .isEqualTo("hourly");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "test",
                "a",
                "7",
                "gpu-1.example.com",
                "UPPER.Example.COM",
                "a--b",
                "a-label-of-63-characters-which-is-the-longest-that-there-can-be"
            })
    void hostnameOfRfc1123IsFine(String hostname) {
        customer.order(1, "hourly", hostname).succeeds();

        assertThat(customer.api().get("/services/13").<String>at("$.service.domain"))
                .isEqualTo(hostname);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-test",
                "test-",
                "te_st",
                "te st",
                "test.",
                ".test",
                "a..b",
                "tést",
                "test\\n",
                "a.-b.c",
                "a-label-of-64-characters-is-one-more-than-the-longest-can-evr-be"
            })
    void anyOtherHostnameIsRefused(String hostname) {
        customer.order(1, "hourly", hostname).isUserError("Hostname");

        assertThat(customer.services()).containsExactly(11, 12);
        assertThat(customer.balance()).isEqualTo("100.0");
    }

    @Test
    void hostnameHasAtMost253Characters() {
        var label = "a".repeat(49) + ".";

        customer.order(1, "hourly", label.repeat(5) + "abcd").isUserError("Hostname");
        customer.order(1, "hourly", label.repeat(5) + "abc").succeeds();
    }

    @ParameterizedTest
    @CsvSource({
        "1, daily, test, '', '', Billingcycle",
        "1, '', test, '', '', Billingcycle",
        "1, annually, test, '', '', Billingcycle",
        "99, hourly, test, '', '', No items added to cart so order cannot proceed",
        "0, hourly, test, '', '', No items added to cart so order cannot proceed",
        "1, hourly, test, beos-5, '', Os",
        "1, hourly, test, '', no key, Sshkeys"
    })
    void orderOfSomethingElseIsRefused(
            int product, String cycle, String hostname, String os, String sshkeys, String message) {
        place(product, cycle, hostname, os, sshkeys).isUserError(message);

        assertThat(customer.services()).containsExactly(11, 12);
        assertThat(customer.invoices()).containsExactly(71, 70, 41, 34);
        assertThat(customer.balance()).isEqualTo("100.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ubuntu-22.04", "UBUNTU-24.04", "debian-12", "windows-server-2022"})
    void imageIsAListedOneOrLeftToTheHouse(String os) {
        place(1, "hourly", "test", os, "").succeeds();

        assertThat(customer.serviceStatus(13)).isEqualTo("Active");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pid", "billingcycle", "hostname", "os", "sshkeys"})
    void allFiveAttributesAreRequired(String missing) {
        var order =
                """
                {"pid": 1, "billingcycle": "hourly", "hostname": "test", "os": "", "sshkeys": ""}
                """
                        .replace("\"" + missing + "\"", "\"else\"");

        customer.api().post("/billing/orders", order).isUserError("is required");
    }

    private Reply place(int product, String cycle, String hostname, String os, String sshkeys) {
        return customer.api()
                .post(
                        "/billing/orders",
                        """
                        {"pid": %d, "billingcycle": "%s", "hostname": "%s", "os": "%s",
                         "sshkeys": "%s"}
                        """
                                .formatted(product, cycle, hostname, os, sshkeys));
    }

    /** Asserts that an invoice shows usage that the balance has paid. */
    private void assertUsage(int invoice, String amount, String paid) {
        assertThat(customer.<String>invoice(invoice, "subtotal")).isEqualTo(amount);
        assertThat(customer.<String>invoice(invoice, "credit")).isEqualTo(amount);
        assertThat(customer.<String>invoice(invoice, "balance")).isEqualTo("0.00");
        assertThat(customer.<String>invoice(invoice, "status")).isEqualTo("Paid");
        assertThat(customer.<String>invoice(invoice, "datepaid")).isEqualTo(paid);
        assertThat(customer.<String>invoice(invoice, "items[0].amount")).isEqualTo(amount);
    }
}
