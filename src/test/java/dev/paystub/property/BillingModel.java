package dev.paystub.property;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The expected state of an account after a sequence of calls, computed from the documents' rules
 * without the server's code: plain numbers in cents, one list of due work, no database. Each call
 * returns whether it is legal; an illegal call changes nothing.
 */
final class BillingModel {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final int DAYS_UNTIL_DUE = 14;
    private static final int RETRIES = 3;
    private static final int DAYS_A_MONTH = 30;
    private static final int FREE_RESOURCES = 3;
    private static final Duration CRYPTO_TAKES = Duration.ofMillis(10_245);
    private static final String SEEDED_METHOD = "pm_1P6wzCFTTwwr4vA7vu6Rb5Iz";

    /** Cents an hour and a month. */
    private static final Map<Integer, long[]> PRICES =
            Map.of(
                    1, new long[] {50, 400_00},
                    4, new long[] {3_95, 3080_00},
                    5, new long[] {25, 180_00},
                    7, new long[] {65, 460_00},
                    9, new long[] {2_10, 1490_00},
                    11, new long[] {2_75, 1950_00},
                    12, new long[] {21_50, 15300_00});

    private final Instant seededAt;
    private final List<Due> schedule = new ArrayList<>();
    private final Set<String> attached = new HashSet<>();
    private final Set<String> detached = new HashSet<>();

    final NavigableMap<Long, Invoice> invoices = new TreeMap<>();
    final NavigableMap<Long, Service> services = new TreeMap<>();
    final NavigableMap<Long, Crypto> payments = new TreeMap<>();
    final NavigableMap<Long, Card> cards = new TreeMap<>();
    final NavigableMap<Integer, Organization> organizations = new TreeMap<>();
    private final List<Bill> bills = new ArrayList<>();

    Instant now;
    long balance = 100_00;
    long defaultCard = 15;
    private long lastCard = 15;
    private long lastInvoice = 71;

    private record Due(Instant at, String kind, long subject) {}

    enum Kind {
        FUNDS,
        MONTH,
        USAGE
    }

    static final class Invoice {
        final Kind kind;
        final long service;
        final LocalDate date;
        final LocalDate dueDate;
        long subtotal;
        long credit;
        long paid;
        boolean settled;
        int failures;

        Invoice(Kind kind, long service, LocalDate date, LocalDate dueDate, long subtotal) {
            this.kind = kind;
            this.service = service;
            this.date = date;
            this.dueDate = dueDate;
            this.subtotal = subtotal;
        }

        long left() {
            return subtotal - credit - paid;
        }

        /** Lowered by credit, except on invoices that show usage paid from credit. */
        long total() {
            return kind == Kind.USAGE ? subtotal : subtotal - credit;
        }
    }

    static final class Service {
        final boolean hourly;
        final long price;
        final Map<YearMonth, Long> usage = new TreeMap<>();
        String status;
        LocalDate anchor;
        int periods;
        long openInvoice;

        Service(boolean hourly, long price, String status) {
            this.hourly = hourly;
            this.price = price;
            this.status = status;
        }

        LocalDate paidUntil() {
            return anchor == null ? null : anchor.plusMonths(periods);
        }
    }

    static final class Crypto {
        final long invoice;
        final long price;
        final String walk;
        String end = "";

        Crypto(long invoice, long price, String walk) {
            this.invoice = invoice;
            this.price = price;
            this.walk = walk;
        }

        /** Returns the statuses in which it may be now. */
        Set<String> statuses() {
            if (!end.isEmpty()) {
                return Set.of(end);
            }
            return walk.equals("common") || walk.equals("expired")
                    ? Set.of("waiting")
                    : Set.of("waiting", "confirming", "confirmed", "sending");
        }
    }

    record Card(String method, boolean declines, YearMonth expiry) {
        boolean canBeCharged(Instant at) {
            return !declines && !YearMonth.from(at.atZone(ZoneOffset.UTC)).isAfter(expiry);
        }
    }

    static final class Organization {
        int resources;
        Subscription subscription;
        int linkQuantity;
        Instant linkExpires;

        Organization(int resources) {
            this.resources = resources;
        }

        boolean isSubscribed() {
            return subscription != null && subscription.running;
        }

        int limit() {
            return isSubscribed() ? subscription.quantity : FREE_RESOURCES;
        }
    }

    static final class Subscription {
        final LocalDate anchor;
        int quantity;
        Card card;
        boolean running = true;
        int months;
        int billedDays;

        Subscription(LocalDate anchor, int quantity, Card card) {
            this.anchor = anchor;
            this.quantity = quantity;
            this.card = card;
        }

        LocalDate start() {
            return anchor.plusMonths(months);
        }

        boolean hasBilled(LocalDate day) {
            return day.isBefore(start().plusDays(billedDays));
        }

        LocalDate lastDay() {
            return anchor.plusMonths(months + 1).minusDays(1);
        }
    }

    static final class Bill {
        final int organization;
        final LocalDate date;
        final long amount;
        boolean paid;
        int attempts;

        Bill(int organization, LocalDate date, long amount, boolean paid, int attempts) {
            this.organization = organization;
            this.date = date;
            this.amount = amount;
            this.paid = paid;
            this.attempts = attempts;
        }
    }

    /** Creates the seeded account, on a clock frozen at an instant. */
    BillingModel(Instant seededAt) {
        this.seededAt = seededAt;
        now = seededAt;
        var then = LocalDate.parse("2024-06-09");
        for (var seeded : List.of(34L, 41L, 70L, 71L)) {
            var amount = seeded == 34 || seeded == 70 ? 25_00 : 10_00;
            invoices.put(
                    seeded,
                    new Invoice(Kind.FUNDS, 0, then, then.plusDays(DAYS_UNTIL_DUE), amount));
        }
        invoices.get(70L).paid = 25_00;
        invoices.get(70L).settled = true;
        cards.put(15L, new Card(SEEDED_METHOD, false, YearMonth.of(2030, 1)));

        services.put(11L, new Service(true, 50, "Cancelled"));
        var monthly = new Service(false, 400_00, "Active");
        monthly.anchor = newYork(now);
        monthly.periods = 1;
        services.put(12L, monthly);
        scheduleRenewal(12, monthly);

        var acme = new Organization(7);
        var card = new Card(SEEDED_METHOD, false, YearMonth.of(2034, 12));
        acme.subscription = new Subscription(utc(now), 10, card);
        organizations.put(1001, acme);
        organizations.put(1002, new Organization(2));
        bills.add(new Bill(1001, LocalDate.parse("2024-04-30"), 59_90, true, RETRIES + 1));
        bills.add(new Bill(1001, LocalDate.parse("2024-05-31"), 59_90, false, RETRIES + 1));
        bills.add(new Bill(1001, LocalDate.parse("2024-06-30"), 59_90, true, RETRIES + 1));
        scheduleMonth(1001, acme.subscription);
    }

    BillingModel reset() {
        return new BillingModel(seededAt);
    }

    void advance(Duration by) {
        var target = now.plus(by);
        settle(target);
        now = target;
    }

    /** Runs all work due until an instant; at one instant in the order of kind and subject. */
    private void settle(Instant until) {
        var order =
                Comparator.comparing(Due::at)
                        .thenComparing(Due::kind)
                        .thenComparingLong(Due::subject);
        while (true) {
            var first = schedule.stream().min(order).filter(due -> !due.at().isAfter(until));
            if (first.isEmpty()) {
                return;
            }
            schedule.remove(first.get());
            now = first.get().at();
            run(first.get().kind(), first.get().subject());
        }
    }

    private void run(String kind, long subject) {
        switch (kind) {
            case "billing.retry" -> retry(subject);
            case "crypto.step" -> endPayment(payments.get(subject));
            case "hosting.hour" -> nextHour(services.get(subject), subject);
            case "hosting.renew" -> invoiceRenewal(services.get(subject), subject);
            case "invoice.capture" -> capture(invoices.get(subject), subject);
            case "organization.purge" -> organizations.get((int) subject).resources = 0;
            case "subscription.bill" -> billMonth((int) subject);
            default -> throw new IllegalStateException(kind);
        }
    }

    private void schedule(String kind, long subject, Instant at) {
        cancel(kind, subject);
        schedule.add(new Due(at, kind, subject));
    }

    private void cancel(String kind, long subject) {
        schedule.removeIf(due -> due.kind().equals(kind) && due.subject() == subject);
    }

    private static LocalDate newYork(Instant instant) {
        return LocalDate.ofInstant(instant, NEW_YORK);
    }

    private static Instant startInNewYork(LocalDate date) {
        return date.atStartOfDay(NEW_YORK).toInstant();
    }

    private static LocalDate utc(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    private static Instant startInUtc(LocalDate date) {
        return date.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private long invoice(Kind kind, long service, LocalDate dueDate, long amount) {
        invoices.put(++lastInvoice, new Invoice(kind, service, newYork(now), dueDate, amount));
        return lastInvoice;
    }

    private LocalDate dueDate() {
        return newYork(now).plusDays(DAYS_UNTIL_DUE);
    }

    /** Legal from 1.00 to 100,000.00, in whole cents. */
    boolean addFunds(BigDecimal amount) {
        var legal =
                amount.compareTo(BigDecimal.ONE) >= 0
                        && amount.compareTo(BigDecimal.valueOf(100_000)) <= 0
                        && amount.stripTrailingZeros().scale() <= 2;
        if (legal) {
            invoice(Kind.FUNDS, 0, dueDate(), amount.movePointRight(2).longValueExact());
        }
        return legal;
    }

    /** The part of a payment that exceeds the invoice becomes credit. */
    private void receive(long number, long amount) {
        var invoice = invoices.get(number);
        var applied = invoice.settled ? 0 : Math.min(invoice.left(), amount);
        invoice.paid += applied;
        settleWhenNothingIsLeft(invoice, number);
        credit(amount - applied);
    }

    private void settleWhenNothingIsLeft(Invoice invoice, long number) {
        if (invoice.settled || invoice.left() > 0) {
            return;
        }
        invoice.settled = true;
        cancel("invoice.capture", number);
        if (invoice.kind == Kind.FUNDS) {
            credit(invoice.subtotal);
        } else if (services.get(invoice.service).openInvoice == number) {
            monthPaid(services.get(invoice.service), invoice.service);
        }
    }

    private void credit(long amount) {
        if (amount > 0) {
            balance += amount;
            services.forEach((number, service) -> {
                if (service.hourly && service.status.equals("Suspended")) {
                    drawHour(service, number);
                }
            });
        }
    }

    /** Charges on the due date, and after a decline on each of the next three days. */
    private void capture(Invoice invoice, long number) {
        if (invoice.settled || chargeDefaultCard(number)) {
            return;
        }
        if (++invoice.failures <= RETRIES) {
            schedule("invoice.capture", number, startInNewYork(newYork(now).plusDays(1)));
        } else if (services.get(invoice.service).status.equals("Active")) {
            services.get(invoice.service).status = "Suspended";
        }
    }

    private boolean chargeDefaultCard(long invoice) {
        var card = cards.get(defaultCard);
        if (card == null || !card.canBeCharged(now)) {
            return false;
        }
        receive(invoice, invoices.get(invoice).left());
        return true;
    }

    boolean canBePaid(long invoice, String currency, String walk) {
        return Set.of("btc", "BTC", "eth", "usdttrc20").contains(currency)
                && Set.of("", "success", "failed", "partially_paid", "expired", "common")
                        .contains(walk)
                && invoices.containsKey(invoice)
                && !invoices.get(invoice).settled;
    }

    void pay(long invoice, String walk) {
        var number = 4465327355L + payments.size();
        payments.put(number, new Crypto(invoice, invoices.get(invoice).left(), walk));
        var takes = walk.equals("common") ? Duration.ofDays(7) : CRYPTO_TAKES;
        schedule("crypto.step", number, now.plus(takes));
    }

    private void endPayment(Crypto payment) {
        switch (payment.walk) {
            case "failed" -> payment.end = "failed";
            case "expired", "common" -> payment.end = "expired";
            case "partially_paid" -> {
                payment.end = "partially_paid";
                receive(payment.invoice, Math.round(payment.price * 0.6));
            }
            default -> {
                payment.end = "finished";
                receive(payment.invoice, payment.price);
            }
        }
    }

    /**
     * Stripe's test methods, some of which decline. Each use of one is a new card; any other
     * well-formed id is a good card.
     */
    boolean addCard(String method) {
        var virtual = method.startsWith("pm_card_");
        var good = !virtual || method.equals("pm_card_visa");
        var declinesLater = method.equals("pm_card_chargeCustomerFail");
        if (!good && !declinesLater || attached.contains(method) || detached.contains(method)) {
            return false;
        }
        if (!virtual) {
            attached.add(method);
        }
        cards.put(++lastCard, new Card(method, declinesLater, YearMonth.of(2034, 12)));
        if (cards.size() == 1) {
            defaultCard = lastCard;
        }
        return true;
    }

    boolean deleteCard(long number) {
        var card = cards.remove(number);
        if (card == null) {
            return false;
        }
        if (cards.values().stream().noneMatch(other -> other.method().equals(card.method()))) {
            attached.remove(card.method());
            if (!card.method().startsWith("pm_card_")) {
                detached.add(card.method());
            }
        }
        if (defaultCard == number && !cards.isEmpty()) {
            defaultCard = cards.firstKey();
        }
        return true;
    }

    boolean makeDefault(long number) {
        if (cards.containsKey(number)) {
            defaultCard = number;
            return true;
        }
        return false;
    }

    boolean order(int pid, String cycle, String hostname) {
        var prices = PRICES.get(pid);
        var hourly = cycle.equals("hourly");
        if (prices == null
                || !hourly && !cycle.equals("monthly")
                || !hostname.equals("h")
                || hourly && balance < prices[0]) {
            return false;
        }
        var number = services.lastKey() + 1;
        var service = new Service(hourly, hourly ? prices[0] : prices[1], "Pending");
        services.put(number, service);
        if (hourly) {
            drawHour(service, number);
        } else {
            var invoice = invoiceMonth(service, number, dueDate());
            if (!invoices.get(invoice).settled) {
                chargeDefaultCard(invoice);
            }
        }
        return true;
    }

    private void nextHour(Service service, long number) {
        if (service.status.equals("Active") && !drawHour(service, number)) {
            service.status = "Suspended";
        }
    }

    private boolean drawHour(Service service, long number) {
        if (balance < service.price) {
            return false;
        }
        var month = YearMonth.from(newYork(now));
        if (!service.usage.containsKey(month)) {
            service.usage.put(month, invoice(Kind.USAGE, number, dueDate(), 0));
        }
        var invoice = invoices.get(service.usage.get(month));
        balance -= service.price;
        invoice.subtotal += service.price;
        invoice.credit += service.price;
        invoice.settled = true;
        service.status = "Active";
        schedule("hosting.hour", number, now.plus(Duration.ofHours(1)));
        return true;
    }

    private void invoiceRenewal(Service service, long number) {
        if (service.status.equals("Active")) {
            invoiceMonth(service, number, service.paidUntil());
        }
    }

    private long invoiceMonth(Service service, long number, LocalDate dueDate) {
        var invoice = invoice(Kind.MONTH, number, dueDate, service.price);
        schedule("invoice.capture", invoice, startInNewYork(dueDate));
        service.openInvoice = invoice;
        var credit = Math.min(balance, service.price);
        balance -= credit;
        invoices.get(invoice).credit = credit;
        settleWhenNothingIsLeft(invoices.get(invoice), invoice);
        return invoice;
    }

    /** The next month, or one that begins today when that would be over already. */
    private void monthPaid(Service service, long number) {
        var today = newYork(now);
        service.openInvoice = 0;
        if (service.anchor == null || !service.paidUntil().plusMonths(1).isAfter(today)) {
            service.anchor = today;
            service.periods = 1;
        } else {
            service.periods++;
        }
        service.status = "Active";
        scheduleRenewal(number, service);
    }

    private void scheduleRenewal(long number, Service service) {
        var at = startInNewYork(service.paidUntil().minusDays(DAYS_UNTIL_DUE));
        schedule("hosting.renew", number, at.isAfter(now) ? at : now);
    }

    private static boolean isQuantity(int quantity) {
        return quantity >= 1 && quantity <= 10_000;
    }

    private Optional<Organization> find(int organization) {
        return Optional.ofNullable(organizations.get(organization));
    }

    boolean openLink(int id, int quantity) {
        var found =
                find(id).filter(organization ->
                        isQuantity(quantity)
                                && !organization.isSubscribed()
                                && quantity >= organization.resources);
        found.ifPresent(organization -> {
            organization.linkQuantity = quantity;
            organization.linkExpires = now.plus(Duration.ofDays(1));
        });
        return found.isPresent();
    }

    /** A link is valid for 24 hours, once. */
    boolean payLink(int id, Card card, boolean refusedOnSetup) {
        var organization = organizations.get(id);
        if (organization.linkExpires == null
                || !now.isBefore(organization.linkExpires)
                || organization.isSubscribed()
                || organization.linkQuantity < organization.resources
                || refusedOnSetup) {
            return false;
        }
        organization.linkExpires = null;
        var before = organization.subscription;
        organization.subscription = new Subscription(utc(now), organization.linkQuantity, card);
        if (before != null && before.hasBilled(utc(now))) {
            organization.subscription.billedDays = 1;
        }
        cancel("organization.purge", id);
        scheduleMonth(id, organization.subscription);
        return true;
    }

    boolean changeCard(int id, Card card, boolean refusedOnSetup) {
        if (find(id).filter(Organization::isSubscribed).isEmpty() || refusedOnSetup) {
            return false;
        }
        organizations.get(id).subscription.card = card;
        for (var number = 1; number <= bills.size(); number++) {
            var bill = bills.get(number - 1);
            if (bill.organization == id && !bill.paid) {
                charge(bill, number);
            }
        }
        return true;
    }

    boolean update(int id, int quantity) {
        var organization = find(id).filter(Organization::isSubscribed);
        if (organization.isEmpty() || !isQuantity(quantity)) {
            return false;
        }
        var subscription = organization.get().subscription;
        if (quantity == subscription.quantity) {
            return true;
        }
        if (quantity < organization.get().resources) {
            return false;
        }
        billSegment(id, subscription);
        subscription.quantity = quantity;
        return true;
    }

    boolean cancelSubscription(int id) {
        if (find(id).filter(Organization::isSubscribed).isEmpty()) {
            return false;
        }
        var subscription = organizations.get(id).subscription;
        billSegment(id, subscription);
        subscription.running = false;
        cancel("subscription.bill", id);
        var inAMonth = now.atZone(ZoneOffset.UTC).plusMonths(1).toInstant();
        schedule("organization.purge", id, inAMonth);
        return true;
    }

    boolean use(int id, int resources) {
        var found =
                find(id).filter(organization ->
                        resources >= 0
                                && (resources <= organization.limit()
                                        || resources <= organization.resources));
        found.ifPresent(organization -> organization.resources = resources);
        return found.isPresent();
    }

    private void scheduleMonth(int id, Subscription subscription) {
        schedule("subscription.bill", id, startInUtc(subscription.lastDay()));
    }

    private void billMonth(int id) {
        var subscription = organizations.get(id).subscription;
        bill(id, subscription, DAYS_A_MONTH - subscription.billedDays);
        subscription.months++;
        subscription.billedDays = 0;
        scheduleMonth(id, subscription);
    }

    /** Bills the days used so far, including today, of a month of 30 days. */
    private void billSegment(int id, Subscription subscription) {
        var day = ChronoUnit.DAYS.between(subscription.start(), utc(now)) + 1;
        var days = (int) Math.max(0, Math.min(day, DAYS_A_MONTH) - subscription.billedDays);
        subscription.billedDays += days;
        bill(id, subscription, days);
    }

    private void bill(int id, Subscription subscription, int days) {
        var amount =
                BigDecimal.valueOf(unitPrice(subscription.quantity))
                        .multiply(BigDecimal.valueOf((long) subscription.quantity * days))
                        .divide(BigDecimal.valueOf(DAYS_A_MONTH), RoundingMode.HALF_UP)
                        .longValueExact();
        if (amount > 0) {
            var bill = new Bill(id, utc(now), amount, false, 0);
            bills.add(bill);
            charge(bill, bills.size());
        }
    }

    private static long unitPrice(int quantity) {
        if (quantity >= 100) {
            return quantity >= 500 ? 3_59 : 4_19;
        }
        if (quantity >= 10) {
            return quantity >= 50 ? 4_99 : 5_99;
        }
        return 6_99;
    }

    private void charge(Bill bill, long number) {
        bill.attempts++;
        bill.paid = organizations.get(bill.organization).subscription.card.canBeCharged(now);
        if (bill.paid) {
            cancel("billing.retry", number);
        } else if (bill.attempts <= RETRIES) {
            schedule("billing.retry", number, startInUtc(utc(now).plusDays(1)));
        }
    }

    private void retry(long number) {
        var bill = bills.get((int) number - 1);
        if (!bill.paid) {
            charge(bill, number);
        }
    }

    /** Returns date, amount and status of an organization's bills, newest first. */
    List<String> history(int organization) {
        var mine =
                new ArrayList<>(
                        bills.stream().filter(bill -> bill.organization == organization).toList());
        mine.sort(
                Comparator.comparing((Bill bill) -> bill.date)
                        .thenComparing(bills::indexOf)
                        .reversed());
        return mine.stream()
                .map(bill ->
                        "%s %s %s"
                                .formatted(
                                        bill.date,
                                        money(bill.amount),
                                        bill.paid ? "paid" : "unpaid"))
                .toList();
    }

    /** Returns the number of charges of each bill. */
    List<Long> attemptsOfBills() {
        return bills.stream().map(bill -> (long) bill.attempts).toList();
    }

    /** Formats cents as on the wire. */
    static String money(long cents) {
        return BigDecimal.valueOf(cents, 2).toPlainString();
    }

    /** Runs the work due at this very instant, too. */
    void settleNow() {
        var present = now;
        settle(present);
        now = present;
    }
}
