package dev.paystub.order;

import dev.paystub.account.AccountScoped;
import dev.paystub.catalog.BillingCycle;
import dev.paystub.catalog.Catalog;
import dev.paystub.catalog.Product;
import dev.paystub.engine.AccountQuery;
import dev.paystub.engine.AccountReader;
import dev.paystub.engine.AccountTransactional;
import dev.paystub.engine.Numbering;
import dev.paystub.invoice.BillingCalendar;
import dev.paystub.kernel.DomainException;
import dev.paystub.kernel.Money;
import dev.paystub.order.Hosting.Terms;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Places orders and creates their services. */
@Service
public class Ordering {

    /** RFC 1123, 2.1: labels of letters, digits and inner hyphens, at most 253 characters. */
    private static final Pattern HOSTNAME =
            Pattern.compile(
                    "(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
                            + "(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*+");

    private static final int LONGEST_SSH_KEYS = 20_000;

    private static final String SHOWN =
            """
            select number, pid, reg_date, domain, suspension_reason, status, billing_cycle, amount
            from hostings where account_id = ?
            """;

    private static final RowMapper<HostingView> HOSTING =
            (row, index) ->
                    new HostingView(
                            row.getLong(1),
                            row.getInt(2),
                            row.getObject(3, LocalDate.class),
                            row.getString(4),
                            row.getString(5),
                            Hosting.Status.valueOf(row.getString(6)),
                            BillingCycle.valueOf(row.getString(7)),
                            new Money(row.getBigDecimal(8)));

    private static final AccountQuery<HostingView> ALL =
            new AccountQuery<>(SHOWN + " order by number", HOSTING);
    private static final AccountQuery<HostingView> ONE =
            new AccountQuery<>(SHOWN + " and id = ?", HOSTING);

    private final AccountReader reader;
    private final Orders orders;
    private final Hostings hostings;
    private final Catalog catalog;
    private final HourlyBilling hourly;
    private final MonthlyBilling monthly;
    private final Numbering numbering;
    private final BillingCalendar calendar;
    private final Clock clock;

    Ordering(
            AccountReader reader,
            Orders orders,
            Hostings hostings,
            Catalog catalog,
            HourlyBilling hourly,
            MonthlyBilling monthly,
            Numbering numbering,
            BillingCalendar calendar,
            Clock clock) {
        this.reader = reader;
        this.orders = orders;
        this.hostings = hostings;
        this.catalog = catalog;
        this.hourly = hourly;
        this.monthly = monthly;
        this.numbering = numbering;
        this.calendar = calendar;
        this.clock = clock;
    }

    /**
     * An order as the customer sends it. Empty {@code os} and {@code sshKeys} stand for the default
     * image and no keys.
     */
    public record Request(
            long pid, String billingCycle, String hostname, String os, String sshKeys) {}

    /**
     * Places an order. An hourly service is prepaid from the credit balance, hour by hour. A
     * monthly service is invoiced; credit and then the default card pay the invoice, and otherwise
     * it stays unpaid and the service pending.
     *
     * @throws DomainException.NotFound when there is no such product
     * @throws DomainException.Invalid when a value is malformed or not allowed
     * @throws DomainException.Conflict when the balance does not cover the first hour
     */
    @AccountTransactional
    public Order place(Request request) {
        var product =
                catalog.find(request.pid())
                        .orElseThrow(() ->
                                new DomainException.NotFound(
                                        "No items added to cart so order cannot proceed:"
                                                + " there is no product "
                                                + request.pid()));
        var terms = termsOf(product, request);
        var now = clock.instant();
        var hosting = new Hosting(numbering.next("hosting"), terms, calendar.dateOf(now));
        hostings.save(hosting);
        var invoice = begin(hosting);
        return orders.save(new Order(numbering.next("order"), now, hosting.number(), invoice));
    }

    private @Nullable Long begin(Hosting hosting) {
        return switch (hosting.billingCycle()) {
            case HOURLY -> hourly.begin(hosting);
            case MONTHLY -> monthly.begin(hosting);
        };
    }

    private Terms termsOf(Product product, Request request) {
        var cycle =
                BillingCycle.of(request.billingCycle())
                        .orElseThrow(() ->
                                new DomainException.Invalid(
                                        "Billingcycle must be hourly or monthly"));
        if (!HOSTNAME.matcher(request.hostname()).matches()) {
            throw new DomainException.Invalid("Hostname must be a valid host name (RFC 1123)");
        }
        if (request.sshKeys().length() > LONGEST_SSH_KEYS) {
            throw new DomainException.Invalid(
                    "Sshkeys must be at most %d characters".formatted(LONGEST_SSH_KEYS));
        }
        SshKeys.validate(request.sshKeys());
        return new Terms(
                product.pid(),
                request.hostname(),
                image(request.os()),
                request.sshKeys(),
                cycle,
                product.price(cycle));
    }

    private String image(String os) {
        if (os.isEmpty()) {
            return catalog.images().getFirst();
        }
        var image = os.toLowerCase(Locale.ROOT);
        if (!catalog.images().contains(image)) {
            throw new DomainException.Invalid(
                    "Os must be empty or one of " + String.join(", ", catalog.images()));
        }
        return image;
    }

    /** Returns all services for display, oldest first. */
    public List<HostingView> list() {
        return reader.list(ALL);
    }

    /**
     * Returns a service for display.
     *
     * @throws DomainException.NotFound when the account has no such service
     */
    public HostingView view(long number) {
        return reader.first(ONE, AccountScoped.rowIdOf(number)).orElseThrow(Ordering::notFound);
    }

    /**
     * Returns the service.
     *
     * @throws DomainException.NotFound when the account has no such service
     */
    @Transactional(readOnly = true)
    public Hosting hosting(long number) {
        return hostings.findByNumber(number).orElseThrow(Ordering::notFound);
    }

    private static DomainException notFound() {
        return new DomainException.NotFound("Service ID Not Found");
    }

    /** Returns the order that an invoice was made for, if it is the first invoice of an order. */
    @Transactional(readOnly = true)
    public Optional<Order> orderOf(long invoice) {
        return orders.findFirstByInvoiceNumberOrderByNumber(invoice);
    }
}
