package dev.paystub.puregpu;

/** The answer of a change that has nothing else to say. */
record Success(String result) {

    static final Success SUCCESS = new Success("success");
}
