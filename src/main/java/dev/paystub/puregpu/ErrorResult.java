package dev.paystub.puregpu;

/** The error envelope: {@code result} is {@code error}, and a message says why. */
record ErrorResult(String result, String message) {}
