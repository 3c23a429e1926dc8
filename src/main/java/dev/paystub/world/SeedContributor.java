package dev.paystub.world;

/** What one module plants of a seed file, into an account that is still empty. */
public interface SeedContributor {

    void plant(SeedFile file);
}
