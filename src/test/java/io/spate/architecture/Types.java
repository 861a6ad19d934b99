package io.spate.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;

/** Groups of types of the JDK and of third parties, as the table of modules speaks of them. */
final class Types {
    static final DescribedPredicate<JavaClass> JDK =
            resideInAnyPackage("java..", "javax..", "com.sun.net.httpserver..");

    static final DescribedPredicate<JavaClass> VERTX_INTERNALS =
            resideInAnyPackage("io.vertx..impl..", "io.vertx..internal..", "io.vertx.core.spi..");

    static final DescribedPredicate<JavaClass> VERTX =
            resideInAnyPackage("io.vertx.core..").and(DescribedPredicate.not(VERTX_INTERNALS));

    static final DescribedPredicate<JavaClass> PAYLOAD_BUFFERS = resideInAnyPackage("io.netty.buffer", "io.netty.util");

    static final DescribedPredicate<JavaClass> PF4J = resideInAnyPackage("org.pf4j..");

    static final DescribedPredicate<JavaClass> PF4J_MARKS =
            describe("PF4J's marks", type -> type.getName().matches("org\\.pf4j\\.(ExtensionPoint|Extension)"));

    static final DescribedPredicate<JavaClass> GUICE = resideInAnyPackage("com.google.inject..");

    /** What the class loader of a plugin shows of the host's libraries. */
    static final DescribedPredicate<JavaClass> SEEN_BY_PLUGINS = JDK.or(VERTX)
            .or(PAYLOAD_BUFFERS)
            .or(PF4J_MARKS)
            .or(resideInAnyPackage(
                    "com.typesafe.config", "jakarta.inject", "org.slf4j", "org.slf4j.spi", "org.slf4j.event"));

    private Types() {}
}
