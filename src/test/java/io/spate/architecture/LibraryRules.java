package io.spate.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** Which few places meet a library's whole, or the network. */
final class LibraryRules {
    private LibraryRules() {}

    static ArchRule pf4j(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackage(root + ".kernel.plugin..")
                .should()
                .dependOnClassesThat(Types.PF4J.and(not(Types.PF4J_MARKS)));
    }

    /** The TCP transport hands channels from loop to loop, which Vert.x's public types cannot. */
    static ArchRule vertxInternals(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackage(root + ".kernel.net..")
                .should()
                .dependOnClassesThat(Types.VERTX_INTERNALS);
    }

    /** The kernel is wired in its modules and where they meet; a plugin's injector is made in one place. */
    static ArchRule guice(String root) {
        DescribedPredicate<JavaClass> wiring = resideInAPackage(root + ".kernel..")
                .and(describe("wire", type -> isWiring(outermost(type).getSimpleName())));
        return noClasses()
                .that(resideInAPackage(root + "..").and(not(wiring)))
                .should()
                .dependOnClassesThat(Types.GUICE);
    }

    private static boolean isWiring(String name) {
        return name.endsWith("Module")
                || Set.of("SessionBuilder", "Sessions", "PluginInjector").contains(name);
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(LibraryRules::outermost).orElse(type);
    }

    /** {@code Network} is bound to the settings' interface, goes through the proxy, and ends with the plugin. */
    static ArchRule pluginNetwork(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + ".plugin..")
                .should()
                .accessTargetWhere(makesVertxOpenSomething())
                .orShould()
                .dependOnClassesThat(describe("open sockets of the JDK", LibraryRules::isSocket));
    }

    private static DescribedPredicate<JavaAccess<?>> makesVertxOpenSomething() {
        return describe(
                "make a Vertx, or make one open something",
                access -> access.getTargetOwner().getName().equals("io.vertx.core.Vertx")
                        && access.getTarget().getName().matches("vertx|builder|clusteredVertx|create.*"));
    }

    private static boolean isSocket(JavaClass type) {
        return type.getName()
                .matches("java\\.net\\.(http\\..*|\\w*Socket|\\w*URLConnection)"
                        + "|java\\.nio\\.channels\\.\\w*(Socket|Datagram)Channel");
    }

    /** So that each can be driven a byte at a time, fuzzed, and simulated in virtual time. */
    static ArchRule cores(String root) {
        return noClasses()
                .that()
                .resideInAnyPackage(
                        root + ".api.bencode..",
                        root + ".api.metainfo..",
                        root + ".kernel.wire..",
                        root + ".kernel.picker..",
                        root + ".kernel.choker..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.vertx..", "io.netty.channel..", "java.nio.channels..")
                        .or(describe(
                                "do I/O",
                                type -> type.getName().matches("java\\.nio\\.file\\.Files|java\\.io\\.File.*")
                                        || isSocket(type))));
    }
}
