package dev.paystub.order;

import dev.paystub.kernel.DomainException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

/**
 * Checks public keys in OpenSSH's one-line format, separated by commas or newlines (RFC 4253, 6.6).
 */
final class SshKeys {

    private static final Set<String> TYPES =
            Set.of(
                    "ssh-ed25519",
                    "ssh-rsa",
                    "ecdsa-sha2-nistp256",
                    "ecdsa-sha2-nistp384",
                    "ecdsa-sha2-nistp521",
                    "sk-ssh-ed25519@openssh.com",
                    "sk-ecdsa-sha2-nistp256@openssh.com");

    private SshKeys() {}

    /**
     * Accepts an empty text, which has no keys.
     *
     * @throws DomainException.Invalid when a key is malformed or of an unknown type
     */
    static void validate(String keys) {
        Arrays.stream(keys.split("[,\n]", -1))
                .map(String::strip)
                .filter(key -> !key.isEmpty())
                .filter(key -> !isPublicKey(key))
                .findFirst()
                .ifPresent(key -> {
                    throw new DomainException.Invalid(
                            "Sshkeys must be OpenSSH public keys, separated by commas or newlines");
                });
    }

    private static boolean isPublicKey(String key) {
        var parts = key.split("[ \t]+", 3);
        return parts.length >= 2
                && TYPES.contains(parts[0])
                && namesType(parts[1], parts[0])
                && key.codePoints().noneMatch(SshKeys::isUnprintable); // for the key's comment
    }

    private static boolean isUnprintable(int character) {
        return (Character.isISOControl(character) && character != '\t')
                || Character.getType(character) == Character.SURROGATE;
    }

    /** Returns whether the blob begins with the name of its type, as RFC 4253 demands. */
    private static boolean namesType(String base64, String type) {
        try {
            var blob = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
            if (blob.remaining() < Integer.BYTES) {
                return false;
            }
            var length = blob.getInt();
            if (length != type.length() || blob.remaining() <= length) {
                return false;
            }
            var name = new byte[length];
            blob.get(name);
            return type.equals(new String(name, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            return false; // not Base64
        }
    }
}
