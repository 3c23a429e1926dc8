package dev.paystub.scenario;

/** A line of a file, counted from 1. */
record SourceLocation(String file, int line) {

    @Override
    public String toString() {
        return "%s, line %d".formatted(file, line);
    }
}
