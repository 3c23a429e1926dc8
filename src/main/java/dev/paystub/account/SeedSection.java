package dev.paystub.account;

/** What one module plants of a seed file, into an account that is still empty. */
public interface SeedSection {

    void plant(SeedFile file);
}
