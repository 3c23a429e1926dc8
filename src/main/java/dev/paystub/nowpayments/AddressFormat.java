package dev.paystub.nowpayments;

import static dev.paystub.nowpayments.Digests.concatenate;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The address formats of the supported chains. Each format turns 32 bytes into an address that its
 * chain accepts; equal bytes give equal addresses. Where the address contains a hash, the bytes
 * take the place of the hash. Where it contains a public key, the bytes are the private key, since
 * some wallets reject a value that is not a point of the curve. Anybody can compute these bytes, so
 * coins sent to such an address are lost.
 */
enum AddressFormat {
    /** Pay-to-script-hash, beginning with 3 like the address in PureGPU's document. */
    BITCOIN,
    LITECOIN,
    DOGECOIN,
    DASH,
    ZCASH,
    TRON,
    /** Ethereum and the chains that share its addresses, with the capitals of EIP-55. */
    EVM,
    COSMOS,
    /** BNB Beacon Chain, not BNB Smart Chain, which is {@link #EVM}. */
    BINANCE,
    /** A Shelley base address: one key for payments, one for staking. */
    CARDANO,
    BITCOIN_CASH,
    RIPPLE,
    STELLAR,
    SOLANA,
    POLKADOT,
    MONERO,
    ALGORAND,
    TEZOS,
    TON,
    /** An implicit account, named by its public key. */
    NEAR,
    /** An account name; EOS has no addresses. */
    EOS;

    /** Returns the address for these 32 bytes. */
    String address(byte[] seed) {
        return switch (this) {
            case BITCOIN -> base58Check(hash160(seed), 0x05);
            case LITECOIN -> base58Check(hash160(seed), 0x30);
            case DOGECOIN -> base58Check(hash160(seed), 0x1e);
            case DASH -> base58Check(hash160(seed), 0x4c);
            case ZCASH -> base58Check(hash160(seed), 0x1c, 0xb8);
            case TRON -> base58Check(hash160(seed), 0x41);
            case TEZOS -> base58Check(hash160(seed), 0x06, 0xa1, 0x9f);
            case RIPPLE -> Base58.check(Base58.RIPPLE, bytes(0), hash160(seed));
            case EVM -> eip55(hash160(seed));
            case COSMOS -> Bech32.encode("cosmos", hash160(seed));
            case BINANCE -> Bech32.encode("bnb", hash160(seed));
            case CARDANO -> cardano(Arrays.copyOf(seed, 28), Arrays.copyOf(other(seed), 28));
            case BITCOIN_CASH -> Bech32.cashaddr((byte) 0, hash160(seed));
            case STELLAR -> stellar(publicKey(seed));
            case SOLANA -> Base58.encode(Base58.BITCOIN, publicKey(seed));
            case POLKADOT -> polkadot(publicKey(seed));
            case MONERO -> monero(publicKey(seed), publicKey(other(seed)));
            case ALGORAND -> algorand(publicKey(seed));
            case TON -> ton(seed);
            case NEAR -> HexFormat.of().formatHex(publicKey(seed));
            case EOS -> eos(seed);
        };
    }

    static String base58Check(byte[] hash, int... version) {
        return Base58.check(Base58.BITCOIN, bytes(version), hash);
    }

    /**
     * Returns hexadecimal digits, in upper case wherever the hash of the lower-case form has a
     * digit above 7.
     */
    static String eip55(byte[] account) {
        String plain = HexFormat.of().formatHex(account);
        String hash =
                HexFormat.of()
                        .formatHex(Digests.keccak256(plain.getBytes(StandardCharsets.US_ASCII)));
        var address = new StringBuilder("0x");
        for (int i = 0; i < plain.length(); i++) {
            char digit = plain.charAt(i);
            address.append(hash.charAt(i) > '7' ? Character.toUpperCase(digit) : digit);
        }
        return address.toString();
    }

    static String cardano(byte[] paymentKeyHash, byte[] stakeKeyHash) {
        // header: address type 0 in the high half, main net in the low half (CIP-19)
        return Bech32.encode("addr", concatenate(bytes(0x01), paymentKeyHash, stakeKeyHash));
    }

    static String stellar(byte[] publicKey) {
        byte[] account = concatenate(bytes(6 << 3), publicKey);
        return Bech32.base32(concatenate(account, crc16(account, ByteOrder.LITTLE_ENDIAN)));
    }

    static String polkadot(byte[] publicKey) {
        byte[] account = concatenate(bytes(0), publicKey);
        byte[] hash = Digests.blake2b512("SS58PRE".getBytes(StandardCharsets.US_ASCII), account);
        return Base58.encode(Base58.BITCOIN, concatenate(account, Arrays.copyOf(hash, 2)));
    }

    static String monero(byte[] spendKey, byte[] viewKey) {
        byte[] account = concatenate(bytes(18), spendKey, viewKey);
        byte[] hash = Digests.keccak256(account);
        return Base58.inBlocks(concatenate(account, Arrays.copyOf(hash, 4)));
    }

    static String algorand(byte[] publicKey) {
        byte[] hash = Digests.sha512t256(publicKey);
        return Bech32.base32(concatenate(publicKey, Arrays.copyOfRange(hash, 28, 32)));
    }

    static String ton(byte[] account) {
        // 0x11: bounceable, hence the prefix EQ; 0: the base chain
        byte[] address = concatenate(bytes(0x11, 0), account);
        return Base64.getUrlEncoder()
                .encodeToString(concatenate(address, crc16(address, ByteOrder.BIG_ENDIAN)));
    }

    private static String eos(byte[] seed) {
        String alphabet = "abcdefghijklmnopqrstuvwxyz12345";
        var name = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            name.append(alphabet.charAt(Math.floorMod(seed[i], alphabet.length())));
        }
        return name.toString();
    }

    /** CRC-16/XMODEM. */
    private static byte[] crc16(byte[] bytes, ByteOrder order) {
        int crc = 0;
        for (byte value : bytes) {
            crc ^= (value & 0xff) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : crc << 1 ^ 0x1021;
            }
        }
        return ByteBuffer.allocate(2).order(order).putShort((short) crc).array();
    }

    static byte[] publicKey(byte[] privateKey) {
        return Digests.ed25519(privateKey);
    }

    /** The 20 bytes used in place of the hash of a key or script. */
    private static byte[] hash160(byte[] seed) {
        return Arrays.copyOf(seed, 20);
    }

    /** Derives a second seed, for addresses with two keys. */
    private static byte[] other(byte[] seed) {
        return Digests.sha256(seed);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
