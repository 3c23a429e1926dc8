package dev.paystub.puregpu;

/** The response of a change without further content. */
record Success(String result) {

    static final Success SUCCESS = new Success("success");
}
