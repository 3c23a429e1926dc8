package dev.paystub.cloudplans;

/** The body of an error: its HTTP status and the reason. */
record ErrorBody(int status, String response) {}
