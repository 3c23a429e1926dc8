package dev.paystub.account;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Generates texts that look random. All except links and unique texts are deterministic: a script
 * gets identical texts on every fresh account.
 */
public final class Tokens {

    private static final String ALPHABET =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SIX_BITS = 0x3F;
    private static final int DRAWN_AT_ONCE = 4096;
    private static final Pool POOL = new Pool();

    private static final int MARK_BYTES = 5;

    private Tokens() {}

    /**
     * Returns a base62 text of that length for the {@code number}th thing of a kind; identical in
     * every account.
     */
    public static String of(String kind, long number, int length) {
        return base62(sha512(kind + ":" + number), length);
    }

    /**
     * Returns an unguessable text for the {@code number}th link of a kind of the current account.
     * It begins with the account's public id, since a hosted page carries no key.
     */
    public static String link(String kind, long number, int length) {
        return link(CurrentAccount.tenant(), kind + ":" + number, length);
    }

    /**
     * Returns an unguessable text for a page whose link is not stored. It begins with the number,
     * from which the link can be computed again.
     */
    public static String numberedLink(long number, int length) {
        return numberedLink(CurrentAccount.tenant(), number, length);
    }

    public static String numberedLink(Tenant tenant, long number, int length) {
        return number + "-" + link(tenant, "crypto-payment:" + number, length);
    }

    public static String link(Tenant tenant, String what, int length) {
        try {
            var mac = Mac.getInstance("HmacSHA512");
            mac.init(
                    new SecretKeySpec(
                            tenant.secret().getBytes(StandardCharsets.UTF_8), "HmacSHA512"));
            var digest = mac.doFinal(what.getBytes(StandardCharsets.UTF_8));
            return tenant.publicId() + base62(digest, length - tenant.publicId().length());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HmacSHA512", e);
        }
    }

    public static final int PUBLIC_ID_LENGTH = 12;

    public static String newPublicId() {
        return unique(PUBLIC_ID_LENGTH);
    }

    /** Returns a random base62 text, for values that no script compares. */
    public static String unique(int length) {
        var text = new StringBuilder(length);
        var bytes = new byte[length];
        while (text.length() < length) {
            POOL.next(bytes);
            for (var i = 0; i < bytes.length && text.length() < length; i++) {
                var letter = bytes[i] & SIX_BITS;
                if (letter < ALPHABET.length()) {
                    text.append(ALPHABET.charAt(letter));
                }
            }
        }
        return text.toString();
    }

    /**
     * A pool of random bytes, drawn many at once. Each call of {@link SecureRandom} takes its
     * monitor, on which all requests that need an id would queue.
     */
    private static final class Pool {

        private final byte[] drawn = new byte[DRAWN_AT_ONCE];
        private final ReentrantLock lock = new ReentrantLock();
        private int used = DRAWN_AT_ONCE;

        /**
         * Fills an array, which must not be longer than the pool, with bytes that are never handed
         * out again.
         */
        void next(byte[] bytes) {
            lock.lock();
            try {
                if (used + bytes.length > drawn.length) {
                    RANDOM.nextBytes(drawn);
                    used = 0;
                }
                System.arraycopy(drawn, used, bytes, 0, bytes.length);
                used += bytes.length;
            } finally {
                lock.unlock();
            }
        }
    }

    public static String newSecret() {
        var bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Returns a short digest that identifies a key where the key itself must not be written. */
    public static String mark(String key) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, MARK_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static byte[] sha512(String text) {
        try {
            return MessageDigest.getInstance("SHA-512")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has SHA-512", e);
        }
    }

    private static String base62(byte[] digest, int length) {
        var text = new StringBuilder(length);
        var rest = new BigInteger(1, digest);
        var base = BigInteger.valueOf(ALPHABET.length());
        while (text.length() < length) {
            var parts = rest.divideAndRemainder(base);
            text.append(ALPHABET.charAt(parts[1].intValue()));
            rest = parts[0];
        }
        return text.toString();
    }
}
