package dev.paystub.nowpayments;

import static dev.paystub.nowpayments.Digests.concatenate;

import java.nio.charset.StandardCharsets;

/** Bech32 (BIP-173) and Bitcoin Cash's cashaddr, which differ in their checksums. */
final class Bech32 {

    private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

    private static final long[] BECH32 = {
        0x3b6a57b2L, 0x26508e6dL, 0x1ea119faL, 0x3d4233ddL, 0x2a1462b3L
    };

    private static final long[] CASHADDR = {
        0x98f2bc8e61L, 0x79b76d99e2L, 0xf33e5fb3c4L, 0xae2eabe2a8L, 0x1e4f43e470L
    };

    private Bech32() {}

    /** Returns the human-readable part, a separator, the data and a checksum of 6 characters. */
    static String encode(String prefix, byte[] bytes) {
        byte[] letters = prefix.getBytes(StandardCharsets.US_ASCII);
        byte[] high = new byte[letters.length + 1]; // the last byte, the separator, stays zero
        for (int i = 0; i < letters.length; i++) {
            high[i] = (byte) (letters[i] >> 5);
        }
        byte[] data = fiveBits(bytes);
        byte[] checksum = checksum(BECH32, 6, concatenate(high, lowBits(letters), data));
        return prefix + "1" + text(ALPHABET, concatenate(data, checksum));
    }

    /**
     * Returns a cashaddr without its {@code bitcoincash:} prefix, which the checksum covers
     * nevertheless.
     */
    static String cashaddr(byte version, byte[] hash) {
        byte[] letters = "bitcoincash".getBytes(StandardCharsets.US_ASCII);
        byte[] data = fiveBits(concatenate(new byte[] {version}, hash));
        byte[] checksum =
                checksum(CASHADDR, 8, concatenate(lowBits(letters), new byte[] {0}, data));
        return text(ALPHABET, concatenate(data, checksum));
    }

    /**
     * Encodes in RFC 4648's base 32, unpadded: groups of five bits, in another alphabet than
     * Bech32's.
     */
    static String base32(byte[] bytes) {
        return text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", fiveBits(bytes));
    }

    /** Splits into groups of five bits; the last group is filled with zeros. */
    private static byte[] fiveBits(byte[] bytes) {
        byte[] groups = new byte[(bytes.length * 8 + 4) / 5];
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            int value = bytes[bit / 8] >> (7 - bit % 8) & 1;
            groups[bit / 5] = (byte) (groups[bit / 5] | value << (4 - bit % 5));
        }
        return groups;
    }

    private static byte[] lowBits(byte[] letters) {
        byte[] low = new byte[letters.length];
        for (int i = 0; i < letters.length; i++) {
            low[i] = (byte) (letters[i] & 31);
        }
        return low;
    }

    /**
     * Returns the remainder of a division by the generator's polynomial, in groups of five bits.
     */
    private static byte[] checksum(long[] generator, int length, byte[] values) {
        int top = 5 * (length - 1);
        long remainder = 1;
        for (byte value : concatenate(values, new byte[length])) {
            long carry = remainder >>> top;
            remainder = (remainder & ((1L << top) - 1)) << 5 ^ value;
            for (int i = 0; i < generator.length; i++) {
                if ((carry >>> i & 1) == 1) {
                    remainder ^= generator[i];
                }
            }
        }
        remainder ^= 1;
        byte[] groups = new byte[length];
        for (int i = 0; i < length; i++) {
            groups[i] = (byte) (remainder >>> (5 * (length - 1 - i)) & 31);
        }
        return groups;
    }

    private static String text(String alphabet, byte[] groups) {
        var text = new StringBuilder();
        for (byte group : groups) {
            text.append(alphabet.charAt(group));
        }
        return text.toString();
    }
}
