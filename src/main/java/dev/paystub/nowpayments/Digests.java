package dev.paystub.nowpayments;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/**
 * The hash functions used in the checksums of addresses, and the public keys in them. Each function
 * hashes the concatenation of its arguments. Keccak-256 and BLAKE2b are not in the JDK and are
 * written out here, because the library that has them is a tenth of the server's size; the tests
 * compare with that library.
 */
final class Digests {

    private static final int KECCAK_RATE = 136;

    private static final int BLAKE2B_BLOCK = 128;

    /** BLAKE2b's initial values, which are those of SHA-512 (RFC 7693, 2.6). */
    private static final long[] BLAKE2B_START = {
        0x6a09e667f3bcc908L, 0xbb67ae8584caa73bL, 0x3c6ef372fe94f82bL, 0xa54ff53a5f1d36f1L,
        0x510e527fade682d1L, 0x9b05688c2b3e6c1fL, 0x1f83d9abfb41bd6bL, 0x5be0cd19137e2179L
    };

    /** The order of the words in each round (RFC 7693, 2.7); rounds 10 and 11 are 0 and 1 again. */
    private static final String[] BLAKE2B_ORDER = {
        "0123456789abcdef", "ea489fd61c02b753", "b8c052fdae367194", "7931dcbe265a40f8",
        "905724afe1bc683d", "2c6a0b834d75fe19", "c51fed4a0763928b", "db7ec13950f4862a",
        "6fe9b308c2d714a5", "a2847615fb9e3cd0"
    };

    private Digests() {}

    static byte[] concatenate(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        var all = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }

    static byte[] sha256(byte[]... parts) {
        return ofTheJdk("SHA-256", parts);
    }

    /** SHA-512/256, which is not the first half of SHA-512: its initial values are different. */
    static byte[] sha512t256(byte[]... parts) {
        return ofTheJdk("SHA-512/256", parts);
    }

    private static byte[] ofTheJdk(String algorithm, byte[]... parts) {
        try {
            return MessageDigest.getInstance(algorithm).digest(concatenate(parts));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no " + algorithm, e);
        }
    }

    /** The public key of an Ed25519 private key. */
    static byte[] ed25519(byte[] privateKey) {
        try {
            var generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, new Fixed(privateKey));
            byte[] encoded = generator.generateKeyPair().getPublic().getEncoded();
            return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no Ed25519", e);
        }
    }

    /** Makes the generator of keys take a given private key: the bytes of its only draw. */
    private static final class Fixed extends SecureRandom {
        private final byte[] bytes;

        Fixed(byte[] bytes) {
            super();
            this.bytes = bytes.clone();
        }

        @Override
        public void nextBytes(byte[] target) {
            System.arraycopy(bytes, 0, target, 0, target.length);
        }
    }

    /** Keccak as chains use it, with the padding from before it became SHA-3. */
    static byte[] keccak256(byte[]... parts) {
        byte[] message = concatenate(parts);
        byte[] padded = Arrays.copyOf(message, (message.length / KECCAK_RATE + 1) * KECCAK_RATE);
        padded[message.length] = 1;
        padded[padded.length - 1] |= (byte) 0x80;
        var words = ByteBuffer.wrap(padded).order(ByteOrder.LITTLE_ENDIAN);
        long[] state = new long[25];
        while (words.hasRemaining()) {
            for (int i = 0; i < KECCAK_RATE / 8; i++) {
                state[i] ^= words.getLong();
            }
            keccakF(state);
        }
        return bytes(state, 32);
    }

    /** The permutation Keccak-f[1600] (FIPS 202, 3.2 and 3.3). */
    private static void keccakF(long[] state) {
        int register = 1; // the shift register that the rounds' constants come from
        for (int round = 0; round < 24; round++) {
            long[] parity = new long[5];
            for (int i = 0; i < 25; i++) {
                parity[i % 5] ^= state[i];
            }
            for (int i = 0; i < 25; i++) {
                state[i] ^= parity[(i + 4) % 5] ^ Long.rotateLeft(parity[(i + 1) % 5], 1);
            }
            int x = 1;
            int y = 0;
            long moved = state[1];
            for (int step = 0; step < 24; step++) {
                int next = (2 * x + 3 * y) % 5;
                x = y;
                y = next;
                long displaced = state[x + 5 * y];
                state[x + 5 * y] = Long.rotateLeft(moved, (step + 1) * (step + 2) / 2);
                moved = displaced;
            }
            for (int row = 0; row < 25; row += 5) {
                long[] old = Arrays.copyOfRange(state, row, row + 5);
                for (int i = 0; i < 5; i++) {
                    state[row + i] = old[i] ^ (~old[(i + 1) % 5] & old[(i + 2) % 5]);
                }
            }
            for (int bit = 1; bit <= 64; bit *= 2) {
                if ((register & 1) == 1) {
                    state[0] ^= 1L << (bit - 1);
                }
                register = (register << 1 ^ (register >> 7) * 0x171) & 0xff;
            }
        }
    }

    /** BLAKE2b without a key, of 64 bytes (RFC 7693, 3.3). */
    static byte[] blake2b512(byte[]... parts) {
        byte[] message = concatenate(parts);
        int blocks = Math.max(1, (message.length + BLAKE2B_BLOCK - 1) / BLAKE2B_BLOCK);
        var words =
                ByteBuffer.wrap(Arrays.copyOf(message, blocks * BLAKE2B_BLOCK))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asLongBuffer();
        long[] hash = BLAKE2B_START.clone();
        hash[0] ^= 0x01010000 ^ 64;
        for (int block = 1; block <= blocks; block++) {
            long[] input = new long[16];
            words.get(input);
            var last = block == blocks;
            compress(hash, input, last ? message.length : block * BLAKE2B_BLOCK, last);
        }
        return bytes(hash, 64);
    }

    /** Takes one block into the hash (RFC 7693, 3.2). */
    private static void compress(long[] hash, long[] block, int bytesSoFar, boolean last) {
        long[] v = Arrays.copyOf(hash, 16);
        System.arraycopy(BLAKE2B_START, 0, v, 8, 8);
        v[12] ^= bytesSoFar;
        v[14] ^= last ? -1 : 0;
        for (int round = 0; round < 12; round++) {
            var order = BLAKE2B_ORDER[round % 10];
            for (int i = 0; i < 8; i++) {
                int shift = i / 4; // four columns, then four diagonals
                int a = i % 4;
                int b = 4 + (i + shift) % 4;
                int c = 8 + (i + 2 * shift) % 4;
                int d = 12 + (i + 3 * shift) % 4;
                mix(v, a, b, c, d, word(block, order, 2 * i), word(block, order, 2 * i + 1));
            }
        }
        for (int i = 0; i < 8; i++) {
            hash[i] ^= v[i] ^ v[i + 8];
        }
    }

    private static long word(long[] block, String order, int at) {
        return block[Character.digit(order.charAt(at), 16)];
    }

    private static void mix(long[] v, int a, int b, int c, int d, long x, long y) {
        v[a] += v[b] + x;
        v[d] = Long.rotateRight(v[d] ^ v[a], 32);
        v[c] += v[d];
        v[b] = Long.rotateRight(v[b] ^ v[c], 24);
        v[a] += v[b] + y;
        v[d] = Long.rotateRight(v[d] ^ v[a], 16);
        v[c] += v[d];
        v[b] = Long.rotateRight(v[b] ^ v[c], 63);
    }

    private static byte[] bytes(long[] words, int length) {
        var bytes = ByteBuffer.allocate(words.length * 8).order(ByteOrder.LITTLE_ENDIAN);
        for (long word : words) {
            bytes.putLong(word);
        }
        return Arrays.copyOf(bytes.array(), length);
    }
}
