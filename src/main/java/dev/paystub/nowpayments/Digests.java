package dev.paystub.nowpayments;

import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA512tDigest;

/**
 * The hash functions used in the checksums of addresses. Each hashes the concatenation of its
 * arguments.
 */
final class Digests {

    private Digests() {}

    static byte[] sha256(byte[]... parts) {
        return digest(new SHA256Digest(), parts);
    }

    /** SHA-512/256, which is not the first half of SHA-512: its initial values are different. */
    static byte[] sha512t256(byte[]... parts) {
        return digest(new SHA512tDigest(256), parts);
    }

    /** Keccak as chains use it, with the padding from before it became SHA-3. */
    static byte[] keccak256(byte[]... parts) {
        return digest(new KeccakDigest(256), parts);
    }

    static byte[] blake2b512(byte[]... parts) {
        return digest(new Blake2bDigest(512), parts);
    }

    private static byte[] digest(Digest digest, byte[]... parts) {
        for (byte[] part : parts) {
            digest.update(part, 0, part.length);
        }
        byte[] result = new byte[digest.getDigestSize()];
        digest.doFinal(result, 0);
        return result;
    }
}
