package dev.paystub.subscription;

/**
 * An organization, for display.
 *
 * @param owner the owner's email address
 * @param resources the number of resources in use
 */
public record OrganizationView(long number, String name, String owner, int resources) {

    /** Returns the id on the wire. */
    public String id() {
        return String.valueOf(number);
    }
}
