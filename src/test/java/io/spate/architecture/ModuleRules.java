package io.spate.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;

/** The table "who may use whom". */
final class ModuleRules {
    private ModuleRules() {}

    static ArchRule pluginApi(String root) {
        return classes()
                .that()
                .resideInAPackage(root + ".api..")
                .should()
                .onlyDependOnClassesThat(resideInAPackage(root + ".api..").or(Types.SEEN_BY_PLUGINS));
    }

    static ArchRule kernel(String root) {
        return classes()
                .that()
                .resideInAPackage(root + ".kernel..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(root + ".kernel..", root + ".api..")
                        .or(Types.SEEN_BY_PLUGINS)
                        .or(Types.GUICE)
                        .or(Types.PF4J)
                        .or(resideInAnyPackage("io.vertx..", "io.netty..")));
    }

    static ArchRule kernelUsesNoPlugin(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + ".kernel..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(root + ".plugin..");
    }

    /** What is neither the host's nor Spate's is a private library of the plugin, in its jar. */
    static ArchRule plugins(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + ".plugin..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                root + ".kernel..",
                                root + ".app..",
                                root + ".testkit..",
                                "io.vertx..",
                                "io.netty..",
                                "org.pf4j..",
                                "com.google.inject..",
                                "com.typesafe.config..",
                                "org.slf4j..",
                                "ch.qos.logback..",
                                "picocli..")
                        .and(not(Types.SEEN_BY_PLUGINS)));
    }

    static ArchRule pluginsAreStrangers(String root) {
        return slices().matching(root + ".plugin.(*)..").should().notDependOnEachOther();
    }

    static ArchRule app(String root) {
        return classes()
                .that()
                .resideInAPackage(root + ".app..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(root + ".app..", root + ".api..", root + ".kernel")
                        .or(Types.SEEN_BY_PLUGINS)
                        .or(resideInAnyPackage(
                                "picocli..", "org.jline..", "ch.qos.logback..", "com.fasterxml.jackson.core..")));
    }

    static ArchRule testKit(String root) {
        return classes()
                .that()
                .resideInAPackage(root + ".testkit..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(root + ".testkit..", root + ".api..")
                        .or(Types.SEEN_BY_PLUGINS)
                        .or(resideInAnyPackage("com.sun.management..")) // the JDK's: what a thread allocates
                        .or(resideInAnyPackage(
                                "org.junit.jupiter.api..", "org.junit.jupiter.params..", "org.assertj..")));
    }
}
