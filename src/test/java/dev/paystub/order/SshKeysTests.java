package dev.paystub.order;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.paystub.kernel.DomainException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SshKeysTests {

    private static final String ED25519 = key("ssh-ed25519", 32) + " me@example.com";
    private static final String RSA = key("ssh-rsa", 256);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssh-ed25519",
                "ssh-rsa",
                "ecdsa-sha2-nistp256",
                "ecdsa-sha2-nistp384",
                "ecdsa-sha2-nistp521",
                "sk-ssh-ed25519@openssh.com",
                "sk-ecdsa-sha2-nistp256@openssh.com"
            })
    void publicKeyOfEveryOpenSshTypeIsFine(String type) {
        accepts(key(type, 64));
        accepts(key(type, 64) + " a comment of several words");
    }

    @Test
    void keyThatSshKeygenMadeIsFine() {
        accepts(
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"
                        + " user@host");
    }

    @Test
    void severalAreSeparatedByCommasOrNewlines() {
        accepts(ED25519 + "," + RSA);
        accepts(ED25519 + "\n" + RSA + "\n");
        accepts(ED25519 + "\r\n" + RSA);
        accepts(" " + ED25519 + " , " + RSA + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", ",", "\n\n,"})
    void noneIsFineToo(String keys) {
        accepts(keys);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "test",
                "28",
                "ssh-ed25519",
                "ssh-ed25519 ",
                "ssh-ed25519 not/base64!",
                "ssh-ed25519 AAAA",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5",
                "ssh-dss AAAAB3NzaC1kc3MAAACBAP",
                "-----BEGIN OPENSSH PRIVATE KEY-----",
                "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"
            })
    void anythingElseIsRefused(String keys) {
        refuses(keys);
    }

    @Test
    void blobOfAnotherTypeIsRefused() {
        refuses("ssh-rsa " + ED25519.split(" ")[1]);
        refuses("ecdsa-sha2-nistp256 " + key("ecdsa-sha2-nistp384", 64).split(" ")[1]);
    }

    @Test
    void oneBadKeyAmongGoodOnesIsRefused() {
        refuses(ED25519 + "\nnonsense\n" + RSA);
    }

    @Test
    void lengthThatPointsBeyondTheBlobIsRefused() {
        var blob = ByteBuffer.allocate(8).putInt(Integer.MAX_VALUE).putInt(-1).array();
        refuses("ssh-rsa " + Base64.getEncoder().encodeToString(blob));
    }

    private static void accepts(String keys) {
        assertThatCode(() -> SshKeys.validate(keys)).doesNotThrowAnyException();
    }

    private static void refuses(String keys) {
        assertThatExceptionOfType(DomainException.Invalid.class)
                .isThrownBy(() -> SshKeys.validate(keys))
                .withMessageStartingWith("Sshkeys must be OpenSSH public keys");
    }

    /** Returns a key blob: its type's length, its type, and a number of further bytes. */
    private static String key(String type, int rest) {
        var name = type.getBytes(StandardCharsets.US_ASCII);
        var blob = ByteBuffer.allocate(Integer.BYTES + name.length + rest);
        blob.putInt(name.length).put(name);
        return type + " " + Base64.getEncoder().encodeToString(blob.array());
    }
}
