package dev.paystub.nowpayments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.junit.jupiter.api.Test;

/** Compares with Bouncy Castle, over every length up to some blocks and their edges. */
class DigestsTests {

    private static final int LONGEST = 600;

    private final Random random = new Random(1600);

    @Test
    void keccakIsBouncyCastles() {
        for (int length = 0; length <= LONGEST; length++) {
            byte[] message = message(length);
            assertThat(Digests.keccak256(message))
                    .as("of %d bytes", length)
                    .isEqualTo(hash(new KeccakDigest(256), message));
        }
    }

    @Test
    void blake2bIsBouncyCastles() {
        for (int length = 0; length <= LONGEST; length++) {
            byte[] message = message(length);
            assertThat(Digests.blake2b512(message))
                    .as("of %d bytes", length)
                    .isEqualTo(hash(new Blake2bDigest(512), message));
        }
    }

    @Test
    void partsAreHashedAsOne() {
        byte[] message = message(300);
        byte[] start = Arrays.copyOf(message, 130);
        byte[] rest = Arrays.copyOfRange(message, 130, 300);
        assertThat(Digests.keccak256(start, rest)).isEqualTo(Digests.keccak256(message));
        assertThat(Digests.blake2b512(start, rest)).isEqualTo(Digests.blake2b512(message));
    }

    @Test
    void publicKeysAreBouncyCastles() {
        for (int i = 0; i < 100; i++) {
            byte[] key = message(32);
            assertThat(Digests.ed25519(key))
                    .isEqualTo(
                            new Ed25519PrivateKeyParameters(key, 0)
                                    .generatePublicKey()
                                    .getEncoded());
        }
    }

    private byte[] message(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] hash(Digest digest, byte[] message) {
        digest.update(message, 0, message.length);
        byte[] hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        return hash;
    }
}
