package dev.paystub.nowpayments;

import static dev.paystub.nowpayments.Digests.concatenate;

import java.math.BigInteger;
import java.util.Arrays;

/** Base 58, as introduced by Bitcoin: letters and digits except those that look alike. */
final class Base58 {

    static final String BITCOIN = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    /** Ripple's alphabet: Bitcoin's characters in another order, so that accounts begin with r. */
    static final String RIPPLE = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz";

    private static final BigInteger BASE = BigInteger.valueOf(58);

    /** Number of characters for a block of each length; Monero writes 8 bytes as 11 characters. */
    private static final int[] MONERO_LENGTH = {0, 2, 3, 5, 6, 7, 9, 10, 11};

    private Base58() {}

    /**
     * Encodes the bytes as one number, with the alphabet's first character for each leading zero
     * byte.
     */
    static String encode(String alphabet, byte[] bytes) {
        int zeros = 0;
        while (zeros < bytes.length && bytes[zeros] == 0) {
            zeros++;
        }
        return alphabet.substring(0, 1).repeat(zeros) + digits(alphabet, bytes);
    }

    /** Base58Check: version, payload and the first 4 bytes of their double SHA-256. */
    static String check(String alphabet, byte[] version, byte[] payload) {
        byte[] checksum = Digests.sha256(Digests.sha256(version, payload));
        return encode(alphabet, concatenate(version, payload, Arrays.copyOf(checksum, 4)));
    }

    /** Monero's variant, which keeps the length by encoding 8 bytes at a time. */
    static String inBlocks(byte[] bytes) {
        var text = new StringBuilder();
        for (int from = 0; from < bytes.length; from += 8) {
            byte[] block = Arrays.copyOfRange(bytes, from, Math.min(from + 8, bytes.length));
            String digits = digits(BITCOIN, block);
            text.repeat('1', MONERO_LENGTH[block.length] - digits.length()).append(digits);
        }
        return text.toString();
    }

    private static String digits(String alphabet, byte[] bytes) {
        var reversed = new StringBuilder();
        for (var rest = new BigInteger(1, bytes); rest.signum() > 0; rest = rest.divide(BASE)) {
            reversed.append(alphabet.charAt(rest.mod(BASE).intValue()));
        }
        return reversed.reverse().toString();
    }
}
