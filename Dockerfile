# The sandbox as an image: docker build -t paystub . && docker run --rm -p 8080:8080 paystub

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
# A Java of the modules that the server and its libraries use.
COPY src/layout/ src/layout/
RUN java src/layout/Layout.java link /opt/jre \
 && if command -v strip >/dev/null; then strip --strip-unneeded /opt/jre/lib/server/libjvm.so; fi
COPY . .
# The cache mount keeps Maven's downloads for the next build, and out of the image.
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -ntp -Dmaven.test.skip=true -Dlayout.skip=true package

# The cache is valid for this Java and these files, at these paths.
RUN java src/layout/Layout.java make target/paystub-*.jar /app
RUN java src/layout/Layout.java train /app /opt/jre/bin/java

# What Java and the scripts need of a system: the C library, and bash, which starts the server and asks whether it is ready.
RUN <<'SCRIPT' bash -eu
    mkdir -p -m 1777 /root-fs/tmp
    mkdir -p /root-fs/etc /root-fs/bin
    find /opt/jre -name '*.so' -o -path '*/bin/java' | cat - <(echo /bin/bash) | xargs -n 1 ldd 2>/dev/null |
        grep -oE '(=> )?/[^ ]+ \(0x' | sed -E 's/^=> //; s/ .*//' | sort -u | grep -v '^/opt/jre' | xargs cp -L --parents -t /root-fs
    cp -L /bin/bash /root-fs/bin/bash
    ln -s bash /root-fs/bin/sh
    echo 'paystub:x:10001:10001::/tmp:/bin/sh' >/root-fs/etc/passwd
    echo 'paystub:x:10001:' >/root-fs/etc/group
    echo 'hosts: files dns' >/root-fs/etc/nsswitch.conf
SCRIPT

FROM scratch
# In the order in which they change: most new images share the first layers.
COPY --from=build /root-fs/ /
COPY --from=build /opt/jre/ /opt/jre/
COPY --from=build /app/lib/ /app/lib/
COPY --from=build /app/bin/ /app/bin/
COPY --from=build /app/paystub.jar /app/paystub.aot /app/
ENV JAVA_HOME=/opt/jre PATH=/opt/jre/bin:/app/bin:/bin LANG=C.UTF-8
WORKDIR /app
# A number, so that a platform can verify it is not root. The server writes to /tmp only.
USER 10001:10001
EXPOSE 8080
# The first check runs right after the start and waits, so that the container is healthy as soon as it is ready.
HEALTHCHECK --interval=10s --timeout=10s --start-period=60s --start-interval=250ms CMD ["healthy"]
# bin/ci.options and bin/load.options have the options of the JVM; JAVA_TOOL_OPTIONS is left to the user. Without any shell:
# --entrypoint java paystub @bin/ci.options -XX:AOTCache=/app/paystub.aot -jar /app/paystub.jar
ENTRYPOINT ["/app/bin/paystub"]
