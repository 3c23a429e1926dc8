package dev.paystub.operation;

import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.info.BuildProperties;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * The content of {@code /actuator/info}: the build, the kind of database and the number of
 * accounts.
 */
@Component
class SandboxInfo implements InfoContributor {

    private final ObjectProvider<BuildProperties> build;
    private final Database database;

    SandboxInfo(ObjectProvider<BuildProperties> build, Database database) {
        this.build = build;
        this.database = database;
    }

    @Override
    public void contribute(Info.Builder info) {
        info.withDetail("name", "paystub");
        build.ifAvailable(known -> {
            info.withDetail("version", String.valueOf(known.getVersion()));
            info.withDetail("built", String.valueOf(known.getTime()));
        });
        if (database.trouble().isPresent()) {
            info.withDetail("database", Map.of("status", "DOWN"));
            return;
        }
        try {
            info.withDetail("database", Map.of("kind", database.product()));
            info.withDetail("accounts", database.accounts());
        } catch (DataAccessException e) {
            // the connection was lost after the check
            info.withDetail("database", Map.of("status", "DOWN"));
        }
    }
}
