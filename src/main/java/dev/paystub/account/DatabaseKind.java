package dev.paystub.account;

import java.util.Locale;

/**
 * The kind of a database, as its JDBC URL says.
 *
 * @param isInMemory whether it belongs to this process, and ends with it
 * @param isShared whether other processes may change it at the same time
 */
public record DatabaseKind(Product product, boolean isInMemory, boolean isShared) {

    static final String POSTGRES_URL = "jdbc:postgresql:";
    static final String H2_URL = "jdbc:h2:";

    /** A database product, by its own name. */
    public enum Product {
        H2("H2"),
        POSTGRESQL("PostgreSQL");

        private final String label;

        Product(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** Returns the kind of the database of a URL of H2 or PostgreSQL. */
    public static DatabaseKind of(String url) {
        if (url.startsWith(POSTGRES_URL)) {
            return new DatabaseKind(Product.POSTGRESQL, false, true);
        }
        var place = url.substring(H2_URL.length()).toLowerCase(Locale.ROOT);
        var isServed =
                place.startsWith("tcp:")
                        || place.startsWith("ssl:")
                        || place.contains(";auto_server=true");
        return new DatabaseKind(Product.H2, place.startsWith("mem:"), isServed);
    }

    public boolean isPostgres() {
        return product == Product.POSTGRESQL;
    }
}
