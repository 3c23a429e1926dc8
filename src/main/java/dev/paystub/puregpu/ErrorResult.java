package dev.paystub.puregpu;

/** The body of an error: {@code result} is {@code error}, {@code message} gives the reason. */
record ErrorResult(String result, String message) {}
