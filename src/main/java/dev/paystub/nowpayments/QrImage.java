package dev.paystub.nowpayments;

import io.nayuki.qrcodegen.QrCode;

/**
 * A QR code as one SVG path over squares of one unit, with the quiet zone that readers need.
 *
 * @param size width and height, in units
 * @param path the dark squares
 */
record QrImage(int size, String path) {

    private static final int QUIET_ZONE = 4;

    static QrImage of(String text) {
        var code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        var path = new StringBuilder();
        for (var y = 0; y < code.size; y++) {
            for (var x = 0; x < code.size; x++) {
                var length = darkFrom(code, x, y);
                if (length > 0) {
                    path.append(
                            "M%d %dh%dv1h-%dz"
                                    .formatted(x + QUIET_ZONE, y + QUIET_ZONE, length, length));
                    x += length;
                }
            }
        }
        return new QrImage(code.size + 2 * QUIET_ZONE, path.toString());
    }

    private static int darkFrom(QrCode code, int x, int y) {
        var end = x;
        while (end < code.size && code.getModule(end, y)) {
            end++;
        }
        return end - x;
    }
}
