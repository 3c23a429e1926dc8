package dev.paystub.cloudplans;

/** A status of 400 or more, and why. */
record ErrorBody(int status, String response) {}
