package dev.paystub.webhook;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.regex.Pattern;

/** A block of IP addresses in CIDR notation, such as {@code 10.0.0.0/8}, or a single address. */
record CidrBlock(int bits, BigInteger prefix, int free) {

    private static final Pattern FORM =
            Pattern.compile(
                    "([0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9A-Fa-f]*+:[0-9A-Fa-f:.]*+)(?:/([0-9]{1,3}))?");

    static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    /**
     * Parses a block.
     *
     * @throws IllegalArgumentException when the text is not one
     */
    static CidrBlock of(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("'%s' is no network".formatted(text));
        }
        var address = InetAddress.ofLiteral(form.group(1)).getAddress();
        var bits = address.length * Byte.SIZE;
        var length = form.group(2) == null ? bits : Integer.parseInt(form.group(2));
        if (length > bits) {
            throw new IllegalArgumentException("'%s' is no network".formatted(text));
        }
        var free = bits - length;
        return new CidrBlock(bits, new BigInteger(1, address).shiftRight(free), free);
    }

    boolean contains(InetAddress address) {
        var bytes = address.getAddress();
        return bytes.length * Byte.SIZE == bits
                && new BigInteger(1, bytes).shiftRight(free).equals(prefix);
    }
}
