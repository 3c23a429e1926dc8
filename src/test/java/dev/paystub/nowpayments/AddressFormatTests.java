package dev.paystub.nowpayments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressFormatTests {

    private static final String BITCOIN =
            "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final String RIPPLE =
            "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz";
    private static final String BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    // the formats themselves

    @ParameterizedTest
    @EnumSource
    void everyAddressIsValidOnItsChain(AddressFormat format) {
        for (byte[] seed : seeds()) {
            check(format, format.address(seed));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everySeedHasItsOwnAddressAndKeepsIt(AddressFormat format) {
        Set<String> addresses = new HashSet<>();
        for (byte[] seed : seeds()) {
            assertThat(format.address(seed)).isEqualTo(format.address(seed.clone()));
            assertThat(addresses.add(format.address(seed))).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void seedIsLeftAsItWas(AddressFormat format) {
        byte[] seed = sha256("seed".getBytes(StandardCharsets.US_ASCII));
        byte[] before = seed.clone();
        format.address(seed);
        assertThat(seed).isEqualTo(before);
    }

    // the check: it knows addresses that others published, and no others

    /** Addresses in use or in specifications, none of them made by this code. */
    @ParameterizedTest
    @CsvSource({
        "BITCOIN, 377WTjsTJ7ixVTJPqzFvYWh24HKyjKKXKj", // PureGPU's document
        "BITCOIN, 3EZ2uTdVDAMFXTfc6uLDDKR6o8qKBZXVkj", // NOWPayments' document
        "BITCOIN, 3P14159f73E4gFr7JterCCQh9QjiTjiZrG", // BIP-13
        "LITECOIN, LaMT348PWRnrqeeWArpwQPbuanpXDZGEUz",
        "DOGECOIN, DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L",
        "DASH, XpESxaUmonkq8RaLLp46Brx2K39ggQe226",
        "ZCASH, t1VmmGiyjVNeCjxDZzg7vZmd99WyzVby9yC",
        "TRON, TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", // the USDT contract
        "TEZOS, tz1VSUr8wwNhLAzempoch5d6hLRiTh8Cjcjb",
        "RIPPLE, rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh", // the genesis account
        "EVM, 0xdAC17F958D2ee523a2206206994597C13D831ec7", // the USDT contract
        "COSMOS, cosmos1fl48vsnmsdzcv85q5d2q4z5ajdha8yu34mf0eh", // the pool of bonded tokens
        "BINANCE, bnb1grpf0955h0ykzq3ar5nmum7y6gdfl6lxfn46h2",
        "CARDANO, addr1qx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer3n0d3vllmyqwsx5wktcd8cc3sq835l"
                + "u7drv2xwl2wywfgse35a3x", // CIP-19
        "BITCOIN_CASH, qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a", // the specification
        "STELLAR, GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ", // SEP-23
        "SOLANA, DRpbCBMxVnDK7maPM5tGv6MvB3v1sRMC86PZ8okm21hy",
        "POLKADOT, 14ShUZUYUR35RBZW6uVVt1zXDxmSQddkeDdXf1JkMA6P721N",
        "MONERO, 44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2"
                + "wfn3RVGQBEP3A", // donations to Monero
        "ALGORAND, VCMJKWOY5P5P7SKMZFFOCEROPJCZOTIJMNIYNUCKH7LRO45JMJP6UYBIJA",
        "TON, EQDtFpEwcFAEcRe5mLVh2N6C0x-_hJEM7W61_JLnSF74p4q2", // TON's documentation
        "NEAR, 98793cd91a3f870fb126f66285808c7e094afcfc4eda8a970f6648cdf0dbd6de", // NEAR's
    })
    void publishedAddressPassesTheCheck(AddressFormat format, String address) {
        check(format, address);
    }

    /** SOLANA, NEAR and EOS carry no checksum that would notice. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SOLANA", "NEAR", "EOS"})
    void anyTwoCharactersSwappedFailTheCheck(AddressFormat format) {
        String address = format.address(sha256(new byte[] {42}));
        for (int i = 0; i + 1 < address.length(); i++) {
            char[] letters = address.toCharArray();
            char first = letters[i];
            letters[i] = letters[i + 1];
            letters[i + 1] = first;
            String swapped = new String(letters);
            if (!swapped.equals(address)) {
                assertThatThrownBy(() -> check(format, swapped), swapped)
                        .isInstanceOf(AssertionError.class);
            }
        }
    }

    // the encoders, against published pairs

    @ParameterizedTest
    @CsvSource({ // draft-msporny-base58, and Solana's system program
        "48656c6c6f20576f726c6421, 2NEpo7TZRRrLZSi2U",
        "0000287fb4cd, 11233QC4",
        "0000000000000000000000000000000000000000000000000000000000000000,"
                + " 11111111111111111111111111111111",
        "98793cd91a3f870fb126f66285808c7e094afcfc4eda8a970f6648cdf0dbd6de,"
                + " BGCCDDHfysuuVnaNVtEhhqeT4k9Muyem3Kpgq2U1m9HX", // NEAR's documentation
    })
    void base58MatchesPublishedPairs(String hex, String text) {
        assertThat(Base58.encode(Base58.BITCOIN, bytes(hex))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "00, 010966776006953d5567439e5e39f86a0d273bee, 16UwLL9Risc3QfPqBUvKofHmBQ7wMtjvM",
        "00, 0000000000000000000000000000000000000000, 1111111111111111111114oLvT2",
        "65, a614f803b6fd780986a42c78ec9c7f77e6ded13c, TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
    })
    void base58CheckMatchesPublishedAddresses(int version, String hash, String address) {
        assertThat(AddressFormat.base58Check(bytes(hash), version)).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource({ // xrpl.org: the genesis account, ACCOUNT_ZERO and ACCOUNT_ONE
        "b5f762798a53d543a014caf8b297cff8f2f937e8, rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh",
        "0000000000000000000000000000000000000000, rrrrrrrrrrrrrrrrrrrrrhoLvTp",
        "0000000000000000000000000000000000000001, rrrrrrrrrrrrrrrrrrrrBZbvji",
    })
    void rippleMatchesPublishedAccounts(String account, String address) {
        assertThat(Base58.check(Base58.RIPPLE, new byte[1], bytes(account))).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = { // EIP-55's own list
                "0x52908400098527886E0F7030069857D2E4169EE7",
                "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
                "0xde709f2102306220921060314715629080e2fb77",
                "0x27b1fdb04752bbc536007a920d24acb045561c26",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
                "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
                "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
            })
    void eip55MatchesItsOwnList(String address) {
        byte[] account = HexFormat.of().parseHex(address, 2, address.length());
        assertThat(AddressFormat.eip55(account)).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource({ // BIP-173's valid strings that hold whole bytes
        "a, '', a12uel5l",
        "abcdef, 00443214c74254b635cf84653a56d7c675be77df,"
                + " abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
        "split, c5f38b70305f519bf66d85fb6cf03058f3dde463ecd7918f2dc743918f2d,"
                + " split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
    })
    void bech32MatchesBip173(String prefix, String hex, String text) {
        assertThat(Bech32.encode(prefix, bytes(hex))).isEqualTo(text);
    }

    @Test
    void cosmosMatchesAModuleAccount() { // its address is the hash of its name
        byte[] hash = sha256("bonded_tokens_pool".getBytes(StandardCharsets.US_ASCII));
        assertThat(AddressFormat.COSMOS.address(hash))
                .isEqualTo("cosmos1fl48vsnmsdzcv85q5d2q4z5ajdha8yu34mf0eh");
    }

    @ParameterizedTest
    @CsvSource({ // the specification's tables
        "76a04053bda0a88bda5177b86a15c3b29f559873, qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a",
        "f5bf48b397dae70be82b3cca4793f8eb2b6cdac9, qr6m7j9njldwwzlg9v7v53unlr4jkmx6eylep8ekg2",
    })
    void cashaddrMatchesItsSpecification(String hash, String address) {
        assertThat(Bech32.cashaddr((byte) 0, bytes(hash))).isEqualTo(address);
    }

    @Test
    void cardanoMatchesCip19() { // CIP-19
        assertThat(
                        AddressFormat.cardano(
                                bytes("9493315cd92eb5d8c4304e67b7e16ae36d61d34502694657811a2c8e"),
                                bytes("337b62cfff6403a06a3acbc34f8c46003c69fe79a3628cefa9c47251")))
                .isEqualTo(
                        "addr1qx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer3n0d3vllmyqwsx5wktcd8cc"
                                + "3sq835lu7drv2xwl2wywfgse35a3x");
    }

    @Test
    void stellarMatchesSep23() { // SEP-23
        assertThat(
                        AddressFormat.stellar(
                                bytes(
                                        "3f0c34bf93ad0d9971d04ccc90f705511c838aad9734a4a2fb0d7a03fc7"
                                            + "fe89a")))
                .isEqualTo("GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ");
    }

    @Test
    void polkadotMatchesADevelopmentKey() { // Substrate's development key Alice
        assertThat(
                        AddressFormat.polkadot(
                                bytes(
                                        "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56"
                                            + "da27d")))
                .isEqualTo("15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5");
    }

    @Test
    void moneroRebuildsAPublishedAddress() { // the donation address, taken apart and put
        // together again
        String address =
                "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2w"
                    + "fn3RVGQBEP3A";
        byte[] keys = check(AddressFormat.MONERO, address);
        assertThat(AddressFormat.monero(Arrays.copyOf(keys, 32), Arrays.copyOfRange(keys, 32, 64)))
                .isEqualTo(address);
    }

    @Test
    void algorandMatchesTheZeroAddress() { // the zero address
        assertThat(AddressFormat.algorand(new byte[32]))
                .isEqualTo("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAY5HFKQ");
    }

    @Test
    void tonMatchesTheZeroAddress() { // the zero address
        assertThat(AddressFormat.ton(new byte[32]))
                .isEqualTo("EQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAM9c");
    }

    @Test
    void publicKeyMatchesRfc8032() { // RFC 8032, 7.1, test 1
        assertThat(
                        AddressFormat.publicKey(
                                bytes(
                                        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031ca"
                                            + "e7f60")))
                .isEqualTo(
                        bytes("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
    }

    /**
     * Takes an address apart as its chain would and checks alphabet, length, version and checksum.
     * The patterns are NOWPayments' own {@code wallet_regex}, narrowed to the kind made here.
     *
     * @return what the address carries, between version and checksum
     */
    static byte[] check(AddressFormat format, String address) {
        return switch (format) {
            case BITCOIN -> base58Check(address, "3[1-9A-HJ-NP-Za-km-z]{33}", 0x05);
            case LITECOIN -> base58Check(address, "L[1-9A-HJ-NP-Za-km-z]{33}", 0x30);
            case DOGECOIN -> base58Check(address, "D[1-9A-HJ-NP-Za-km-z]{33}", 0x1e);
            case DASH -> base58Check(address, "X[1-9A-HJ-NP-Za-km-z]{33}", 0x4c);
            case ZCASH -> base58Check(address, "t1[1-9A-HJ-NP-Za-km-z]{33}", 0x1c, 0xb8);
            case TRON -> base58Check(address, "T[1-9A-HJ-NP-Za-km-z]{33}", 0x41);
            case TEZOS -> base58Check(address, "tz1[1-9A-HJ-NP-Za-km-z]{33}", 0x06, 0xa1, 0x9f);
            case RIPPLE -> {
                matches(address, "r[1-9A-HJ-NP-Za-km-z]{24,34}");
                yield sha256Checksum(base58(RIPPLE, address), 0);
            }
            case EVM -> {
                matches(address, "0x[0-9A-Fa-f]{40}");
                String plain = address.substring(2).toLowerCase(Locale.ROOT);
                BigInteger hash = new BigInteger(1, keccak(plain.getBytes(StandardCharsets.UTF_8)));
                for (int i = 0; i < 40; i++) { // the EIP asks for the high bit of each digit
                    char digit = address.charAt(i + 2);
                    if (Character.isLetter(digit)) {
                        assertThat(Character.isUpperCase(digit))
                                .isEqualTo(hash.testBit(255 - 4 * i));
                    }
                }
                yield bytes(plain);
            }
            case COSMOS -> {
                matches(address, "cosmos1[0-9a-z]{38}");
                yield length(20, bech32("cosmos", address));
            }
            case BINANCE -> {
                matches(address, "bnb1[0-9a-z]{38}");
                yield length(20, bech32("bnb", address));
            }
            case CARDANO -> {
                matches(address, "addr1[0-9a-z]{98}");
                yield version(length(57, bech32("addr", address)), 0x01);
            }
            case BITCOIN_CASH -> {
                matches(address, "q[0-9a-z]{41}");
                yield cashaddr(address);
            }
            case STELLAR -> {
                matches(address, "G[A-D][A-Z2-7]{54}");
                byte[] bytes = length(35, fromFiveBits(values(BASE32, address)));
                byte crc = bytes[33]; // strkey writes the low byte first
                bytes[33] = bytes[34];
                bytes[34] = crc;
                yield point(version(withoutCrc(bytes), 6 << 3));
            }
            case SOLANA -> {
                matches(address, "[1-9A-HJ-NP-Za-km-z]{32,44}");
                yield point(base58(BITCOIN, address));
            }
            case POLKADOT -> {
                matches(address, "1[1-9A-HJ-NP-Za-km-z]{45,50}");
                byte[] bytes = length(35, base58(BITCOIN, address));
                byte[] account = Arrays.copyOf(bytes, 33);
                var blake = new Blake2bDigest(512);
                blake.update("SS58PRE".getBytes(StandardCharsets.US_ASCII), 0, 7);
                blake.update(account, 0, 33);
                byte[] hash = new byte[64];
                blake.doFinal(hash, 0);
                assertThat(Arrays.copyOfRange(bytes, 33, 35)).isEqualTo(Arrays.copyOf(hash, 2));
                yield length(32, version(account, 0)); // any curve: accounts are not Ed25519 only
            }
            case MONERO -> {
                matches(address, "4[1-9A-HJ-NP-Za-km-z]{94}");
                byte[] bytes = length(69, moneroBase58(address));
                byte[] account = Arrays.copyOf(bytes, 65);
                assertThat(Arrays.copyOfRange(bytes, 65, 69))
                        .isEqualTo(Arrays.copyOf(keccak(account), 4));
                byte[] keys = length(64, version(account, 18));
                point(Arrays.copyOf(keys, 32));
                point(Arrays.copyOfRange(keys, 32, 64));
                yield keys;
            }
            case ALGORAND -> {
                matches(address, "[A-Z2-7]{58}");
                byte[] bytes = length(36, fromFiveBits(values(BASE32, address)));
                byte[] key = Arrays.copyOf(bytes, 32);
                assertThat(Arrays.copyOfRange(bytes, 32, 36))
                        .isEqualTo(Arrays.copyOfRange(jdkDigest("SHA-512/256", key), 28, 32));
                yield point(key);
            }
            case TON -> {
                matches(address, "EQ[0-9a-zA-Z_-]{46}");
                yield length(
                        32,
                        version(
                                withoutCrc(length(36, Base64.getUrlDecoder().decode(address))),
                                0x11,
                                0));
            }
            case NEAR -> {
                matches(address, "[0-9a-f]{64}");
                yield point(bytes(address));
            }
            case EOS -> {
                matches(address, "[a-z1-5]{12}");
                yield address.getBytes(StandardCharsets.US_ASCII);
            }
        };
    }

    private static byte[] base58Check(String address, String pattern, int... version) {
        matches(address, pattern);
        return sha256Checksum(base58(BITCOIN, address), version);
    }

    private static byte[] sha256Checksum(byte[] bytes, int... version) {
        byte[] body = Arrays.copyOf(bytes, bytes.length - 4);
        assertThat(Arrays.copyOfRange(bytes, body.length, bytes.length))
                .isEqualTo(Arrays.copyOf(sha256(sha256(body)), 4));
        return length(20, version(body, version));
    }

    private static byte[] base58(String alphabet, String text) {
        BigInteger number = BigInteger.ZERO;
        for (int value : values(alphabet, text)) {
            number = number.multiply(BigInteger.valueOf(58)).add(BigInteger.valueOf(value));
        }
        int zeros = 0;
        while (zeros < text.length() && text.charAt(zeros) == alphabet.charAt(0)) {
            zeros++;
        }
        byte[] digits = unsigned(number);
        byte[] bytes = new byte[zeros + digits.length];
        System.arraycopy(digits, 0, bytes, zeros, digits.length);
        return bytes;
    }

    /** Eleven characters are eight bytes, and the seven left over are five. */
    private static byte[] moneroBase58(String text) {
        var bytes = new ByteArrayOutputStream();
        for (int from = 0; from < text.length(); from += 11) {
            String block = text.substring(from, Math.min(from + 11, text.length()));
            int length = block.length() == 11 ? 8 : 5;
            BigInteger number = BigInteger.ZERO;
            for (int value : values(BITCOIN, block)) {
                number = number.multiply(BigInteger.valueOf(58)).add(BigInteger.valueOf(value));
            }
            byte[] digits = unsigned(number);
            assertThat(digits.length).isLessThanOrEqualTo(length);
            bytes.writeBytes(new byte[length - digits.length]);
            bytes.writeBytes(digits);
        }
        return bytes.toByteArray();
    }

    /** BIP-173's verification, where the checksum makes the whole leave 1. */
    private static byte[] bech32(String prefix, String address) {
        List<Integer> all = new ArrayList<>();
        prefix.chars().forEach(letter -> all.add(letter >> 5));
        all.add(0);
        prefix.chars().forEach(letter -> all.add(letter & 31));
        int[] data = values(BECH32, address.substring(prefix.length() + 1));
        Arrays.stream(data).forEach(all::add);
        int[] generator = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
        int check = 1;
        for (int value : all) {
            int top = check >> 25;
            check = (check & 0x1ffffff) << 5 ^ value;
            for (int i = 0; i < 5; i++) {
                check ^= (top >> i & 1) == 1 ? generator[i] : 0;
            }
        }
        assertThat(check).isEqualTo(1);
        return fromFiveBits(Arrays.copyOf(data, data.length - 6));
    }

    /** The cashaddr specification's verification, for a pay-to-public-key-hash address. */
    private static byte[] cashaddr(String address) {
        List<Integer> all = new ArrayList<>();
        "bitcoincash".chars().forEach(letter -> all.add(letter & 0x1f));
        all.add(0);
        int[] data = values(BECH32, address);
        Arrays.stream(data).forEach(all::add);
        long c = 1;
        for (int d : all) {
            int c0 = (int) (c >> 35);
            c = ((c & 0x07ffffffffL) << 5) ^ d;
            c ^= (c0 & 0x01) == 0 ? 0 : 0x98f2bc8e61L;
            c ^= (c0 & 0x02) == 0 ? 0 : 0x79b76d99e2L;
            c ^= (c0 & 0x04) == 0 ? 0 : 0xf33e5fb3c4L;
            c ^= (c0 & 0x08) == 0 ? 0 : 0xae2eabe2a8L;
            c ^= (c0 & 0x10) == 0 ? 0 : 0x1e4f43e470L;
        }
        assertThat(c ^ 1).isZero();
        return length(20, version(fromFiveBits(Arrays.copyOf(data, data.length - 8)), 0));
    }

    private static byte[] fromFiveBits(int[] values) {
        var bits = new StringBuilder();
        for (int value : values) {
            bits.append(Integer.toBinaryString(32 | value), 1, 6);
        }
        int whole = bits.length() / 8 * 8;
        assertThat(bits.substring(whole)).as("padding").hasSizeLessThan(5).matches("0*");
        byte[] bytes = new byte[whole / 8];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(bits, 8 * i, 8 * i + 8, 2);
        }
        return bytes;
    }

    /** A message followed by its CRC is a multiple of x^16 + x^12 + x^5 + 1. */
    private static byte[] withoutCrc(byte[] bytes) {
        BigInteger rest = new BigInteger(1, bytes);
        while (rest.bitLength() > 16) {
            rest = rest.xor(BigInteger.valueOf(0x11021).shiftLeft(rest.bitLength() - 17));
        }
        assertThat(rest).isZero();
        return Arrays.copyOf(bytes, bytes.length - 2);
    }

    /** A y that has an x on -x² + y² = 1 + d·x²·y² modulo 2^255 - 19. */
    private static byte[] point(byte[] key) {
        length(32, key);
        BigInteger p = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
        BigInteger d =
                BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(p));
        byte[] reversed = new byte[32];
        for (int i = 0; i < 32; i++) {
            reversed[i] = key[31 - i];
        }
        BigInteger y2 = new BigInteger(1, reversed).clearBit(255).pow(2);
        BigInteger x2 =
                y2.subtract(BigInteger.ONE)
                        .multiply(d.multiply(y2).add(BigInteger.ONE).modInverse(p))
                        .mod(p);
        assertThat(x2.modPow(p.shiftRight(1), p)).as("curve point").isEqualTo(BigInteger.ONE);
        return key;
    }

    private static int[] values(String alphabet, String text) {
        return text.chars()
                .map(letter -> {
                    int value = alphabet.indexOf(letter);
                    return value < 0 ? fail("%c is not in the alphabet", letter) : value;
                })
                .toArray();
    }

    private static void matches(String address, String pattern) {
        assertThat(address).matches(Pattern.compile(pattern));
    }

    private static byte[] version(byte[] bytes, int... version) {
        for (int i = 0; i < version.length; i++) {
            assertThat(bytes[i] & 0xff).as("version").isEqualTo(version[i]);
        }
        return Arrays.copyOfRange(bytes, version.length, bytes.length);
    }

    private static byte[] length(int length, byte[] bytes) {
        assertThat(bytes).hasSize(length);
        return bytes;
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static byte[] keccak(byte[] bytes) {
        var digest = new KeccakDigest(256);
        digest.update(bytes, 0, bytes.length);
        byte[] hash = new byte[32];
        digest.doFinal(hash, 0);
        return hash;
    }

    private static byte[] sha256(byte[] bytes) {
        return jdkDigest("SHA-256", bytes);
    }

    private static byte[] jdkDigest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** The extremes, which stress leading zeros and carries, and a hundred others. */
    private static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        byte[] ones = new byte[32];
        Arrays.fill(ones, (byte) 0xff);
        seeds.add(new byte[32]);
        seeds.add(ones);
        for (int i = 0; i < 100; i++) {
            seeds.add(sha256(new byte[] {(byte) i}));
        }
        return seeds;
    }
}
