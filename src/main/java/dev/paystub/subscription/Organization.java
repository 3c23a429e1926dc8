package dev.paystub.subscription;

import dev.paystub.account.AccountEvent;
import dev.paystub.account.AccountScoped;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** An organization, the customer of Cloud Plans, with the number of cloud resources it uses. */
@Entity
@Table(name = "organizations")
public class Organization extends AccountScoped<Organization> {

    private String name;
    private String owner;
    private int resources;

    @SuppressWarnings("NullAway.Init")
    protected Organization() {}

    Organization(long number, String name, String owner, int resources) {
        super(number);
        this.name = name;
        this.owner = owner;
        this.resources = resources;
    }

    /** Published when an organization is created, changes its resources, or loses them. */
    public record OrganizationChanged(
            String id, String change, @Nullable String from, @Nullable String to)
            implements AccountEvent {
        @Override
        public String type() {
            return "organization." + change;
        }

        @Override
        public String subject() {
            return "organization " + id;
        }
    }

    void created() {
        registerEvent(new OrganizationChanged(id(), "created", null, "free"));
    }

    void setResources(int newResources) {
        changeResources("resources_changed", newResources);
    }

    void purge() {
        changeResources("purged", 0);
    }

    private void changeResources(String change, int newResources) {
        registerEvent(
                new OrganizationChanged(
                        id(), change, String.valueOf(resources), String.valueOf(newResources)));
        resources = newResources;
    }

    /** Returns the organization as it is shown. */
    public OrganizationView view() {
        return new OrganizationView(number(), name, owner, resources);
    }

    /** Returns the id on the wire. */
    public String id() {
        return String.valueOf(number());
    }

    public String name() {
        return name;
    }

    /** Returns the owner's email address, which identifies a user. */
    public String owner() {
        return owner;
    }

    /** Returns the number of resources in use. */
    public int resources() {
        return resources;
    }
}
