package dev.paystub.world;

/** Inserts one module's rows from a seed file into an account that is still empty. */
public interface SeedContributor {

    void contribute(SeedFile file);
}
