package dev.paystub.security;

import dev.paystub.account.CurrentAccount;
import dev.paystub.account.Role;
import dev.paystub.account.Tenant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;

/**
 * The account that a key has opened, as Spring Security's principal, with its role as authority.
 */
final class AccountAuthentication extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private static final Map<Role, List<GrantedAuthority>> AUTHORITIES =
            Arrays.stream(Role.values())
                    .collect(
                            Collectors.toMap(
                                    Function.identity(),
                                    role ->
                                            AuthorityUtils.createAuthorityList(
                                                    "ROLE_" + role.name())));

    private final transient Tenant account;

    private AccountAuthentication(Tenant account, Collection<GrantedAuthority> authorities) {
        super(authorities);
        this.account = account;
        setAuthenticated(true);
    }

    static AccountAuthentication ofCurrentAccount() {
        var account = CurrentAccount.tenant();
        return new AccountAuthentication(
                account, AUTHORITIES.getOrDefault(account.role(), List.of()));
    }

    @Override
    public Tenant getPrincipal() {
        return account;
    }

    /** Returns an empty string, because the key is not kept. */
    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public String getName() {
        return account.publicId();
    }
}
